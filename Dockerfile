# docker build -t multvae .
# Serves or trains; docs/container.md says how.

FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml LICENSE ./
COPY .mvn .mvn
COPY conf conf
COPY src/main src/main
RUN mvn -B -q -P '!lint' -Dmaven.test.skip=true package
# The modules that the program needs: jdeps finds the first ones, the others are looked up by name only.
RUN jlink --strip-debug --no-header-files --no-man-pages --compress=2 --output /jre \
    --add-modules java.base,java.compiler,java.desktop,java.instrument,java.management,java.naming,java.net.http,java.rmi,java.scripting,java.sql,jdk.crypto.ec,jdk.incubator.vector,jdk.jfr,jdk.jshell,jdk.localedata,jdk.management,jdk.unsupported,jdk.zipfs

FROM debian:bookworm-slim
# OpenMP for ND4J's native code; fonts for the report's plots.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --home-dir /srv/multvae --create-home multvae
COPY --from=build /jre /opt/jre
COPY --from=build /src/target/multvae.jar /opt/multvae/target/multvae.jar
COPY --from=build /src/conf /opt/multvae/conf
COPY multvae container/entrypoint container/ready /opt/multvae/
ENV PATH=/opt/jre/bin:$PATH LANG=C.UTF-8
USER 10001
WORKDIR /srv/multvae
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["/opt/multvae/ready"]
ENTRYPOINT ["/opt/multvae/entrypoint"]
CMD ["serve", "--run", "/srv/multvae/bundle", "--host", "0.0.0.0"]
