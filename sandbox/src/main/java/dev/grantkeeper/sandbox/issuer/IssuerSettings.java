package dev.grantkeeper.sandbox.issuer;

import dev.grantkeeper.sandbox.Secrets;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the platform's token issuer is configured with.
 *
 * @param audience the {@code aud} of its tokens
 * @param bootstrapSecret what {@code POST /platform/tokens} and {@code /platform/sign-in-links} ask for as a bearer token; required
 * @param workerId the refresh worker's client id
 * @param workerSecret the refresh worker's client secret; required
 */
@ConfigurationProperties("sandbox.platform")
record IssuerSettings(
        @DefaultValue("grantkeeper") String audience,
        String bootstrapSecret,
        @DefaultValue("refresh-worker") String workerId,
        String workerSecret) {

    IssuerSettings {
        Secrets.required("sandbox.platform.bootstrap-secret", bootstrapSecret);
        Secrets.required("sandbox.platform.worker-secret", workerSecret);
    }

    @Override
    public String toString() {
        return "IssuerSettings[audience=" + audience + ", workerId=" + workerId + "]";
    }
}
