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
rem OpenMP's threads wait for their next matrix product asleep.
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
rem The service scores twice as fast with a module, though the JVM warns of it. MULTVAE_OPTS can give it to other commands.
set "MODULES="
if not "%~1"=="serve" goto start
if not defined JAVA_HOME goto start
findstr /l "jdk.incubator.vector" "%JAVA_HOME%\release" >nul 2>nul && set "MODULES=--add-modules=jdk.incubator.vector"

:start
"%JAVA%" -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED %MODULES% %MULTVAE_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
