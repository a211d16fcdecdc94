@echo off
rem Runs multvae. Builds it before, on the first use. After a change of the sources delete target\multvae.jar.
rem   JAVA_HOME     the JDK to run with, 17 or later; else the one on the PATH
rem   MULTVAE_OPTS  options for the JVM, such as -Xmx8g
setlocal
set "HOME_DIR=%~dp0"
set "JAR=%HOME_DIR%target\multvae.jar"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"

if exist "%JAR%" goto run
where /q mvn
if errorlevel 1 (
  echo mvn: expected Maven 3.8 or later to build multvae with, found none; install it 1>&2
  exit /b 2
)
echo multvae: building, which takes a minute or two 1>&2
pushd "%HOME_DIR%"
call mvn -B -q -P "!spark,!lint" -Dmaven.test.skip=true package 1>&2
if errorlevel 1 (
  popd
  exit /b 1
)
popd

:run
rem What scores many users does it twice as fast with a module, though the JVM warns of it.
set "MODULES="
set ARGUMENTS=%*
if not defined JAVA_HOME goto start
findstr /l "jdk.incubator.vector" "%JAVA_HOME%\release" >nul 2>nul || goto start
set MULTVAE_OPTS 2>nul | findstr /l "add-modules" >nul && goto start
if "%~1"=="serve" set "MODULES=--add-modules=jdk.incubator.vector"
if not "%~1"=="recommend" goto start
set ARGUMENTS | findstr /l /c:" --users" >nul && set "MODULES=--add-modules=jdk.incubator.vector"

:start
"%JAVA%" -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED %MODULES% %MULTVAE_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
