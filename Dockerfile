# One image per module: docker build --build-arg SERVICE=order-service .
# JARS=source builds the jars here; JARS=local takes those in the modules' target folders.
ARG JARS=source

FROM eclipse-temurin:25.0.4_7-jdk-noble AS source
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    rm -rf */target && ./mvnw -B -ntp package -DskipTests \
      -pl order-service,payment-service,notification-service,local-stack -am

FROM scratch AS local
COPY . /source

FROM ${JARS} AS jars

FROM eclipse-temurin:25.0.4_7-jre-noble AS layers
ARG SERVICE
WORKDIR /layers
COPY --from=jars /source/${SERVICE}/target/${SERVICE}.jar /app.jar
# Boot's extraction needs Spring's core, which local-stack does without: that stays one jar
RUN if [ "$SERVICE" = local-stack ]; then mkdir application && cp /app.jar application/; \
    else java -Djarmode=tools -jar /app.jar extract --layers --destination /layers; fi \
    && mkdir -p dependencies spring-boot-loader snapshot-dependencies application

FROM eclipse-temurin:25.0.4_7-jre-noble
RUN mkdir -p /data && chown 10001:10001 /data
COPY ops/docker/healthy /usr/local/bin/healthy
WORKDIR /app
# from what changes least to what changes most
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/spring-boot-loader/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
# what the JVM keeps of a start, for faster ones (JEP 514); a service ends before it needs Redis.
# The key is for payment-service, which does not start without one
RUN PAYMENT_STRIPE_APIKEY=none java -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh \
    -jar app.jar --help
USER 10001:10001
# what "healthy" asks: port/path, on this container
ARG HEALTH
ENV HEALTH=${HEALTH}
HEALTHCHECK --interval=5s --timeout=4s --start-period=3m --retries=3 CMD ["healthy"]
# further options by JDK_JAVA_OPTIONS
ENTRYPOINT ["java", "-XX:AOTCache=app.aot", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "app.jar"]
