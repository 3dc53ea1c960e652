package dev.grantkeeper.oauth2.egress;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What is sent out, once. */
public interface Request {
    /** {@code GET}, without a body, or {@code POST}. */
    HttpMethod method();

    /** Absolute, of scheme http or https. */
    URI url();

    /** They may carry secrets. */
    Map<String, String> headers();

    /** It may carry secrets. */
    String body();

    /** What is shown to the other side, by https only. */
    Optional<ClientCertificate> certificate();
}
