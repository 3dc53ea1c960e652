package dev.grantkeeper.worker.vault;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;

/** Puts the worker's access token on each call (RFC 6750 section 2.1). */
final class BearerCredentials extends CallCredentials {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final AccessTokens tokens;

    BearerCredentials(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
        tokens.token()
                .subscribe()
                .with(
                        token -> {
                            var headers = new Metadata();
                            headers.put(AUTHORIZATION, "Bearer " + token.reveal());
                            applier.apply(headers);
                        },
                        failure -> applier.fail(Status.UNAVAILABLE.withDescription(failure.getMessage())));
    }
}
