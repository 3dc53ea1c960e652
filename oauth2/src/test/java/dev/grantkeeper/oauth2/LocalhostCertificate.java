package dev.grantkeeper.oauth2;

import dev.grantkeeper.testkit.SelfSigned;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;

/** A fresh certificate, for the name {@code localhost} or another, that nobody trusts until told to. */
record LocalhostCertificate(SelfSigned self) {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

    static LocalhostCertificate generate(Path folder) {
        return generate(folder, "localhost");
    }

    static LocalhostCertificate generate(Path folder, String host) {
        return new LocalhostCertificate(SelfSigned.generate(folder, host, "-keyalg", "EC", "-ext", "SAN=dns:" + host));
    }

    PfxOptions options() {
        return new PfxOptions().setPath(self.keyStore().toString()).setPassword(SelfSigned.PASSWORD);
    }

    void trust() {
        System.setProperty(TRUST_STORE, self.trustStore().toString());
        System.setProperty(TRUST_STORE_PASSWORD, SelfSigned.PASSWORD);
    }

    static void distrust() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE_PASSWORD);
    }
}
