package dev.grantkeeper.system.fleet;

import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.caller.Lookup;
import dev.grantkeeper.system.caller.LookupGrpc;
import dev.grantkeeper.system.caller.LookupRest;
import dev.grantkeeper.system.history.LookedUp;
import dev.grantkeeper.system.history.Recorder;
import dev.grantkeeper.testkit.authorization.TokenName;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Lookups at every vault and over both protocols, each taken down. */
final class Asking implements AutoCloseable {

    private final PlatformTokens tokens;
    private final Recorder recorder;
    private final List<Lookup> rest = new ArrayList<>();
    private final List<LookupGrpc> grpc = new ArrayList<>();

    Asking(List<URI> vaults, Duration minTtl, PlatformTokens tokens, Recorder recorder) {
        this.tokens = new RememberedTokens(tokens);
        this.recorder = recorder;
        for (URI vault : vaults) {
            rest.add(new LookupRest(vault, minTtl));
            grpc.add(new LookupGrpc(vault, minTtl));
        }
    }

    /** Asks this vault, and the ones after it where nobody answers. Returns the refusal; empty when a value came. */
    Optional<String> ask(Member member, int vault, boolean overGrpc) {
        var lookups = overGrpc ? grpc : rest;
        Optional<String> refusal = Optional.of(LookedUp.UNREACHABLE);
        for (int i = 0; i < lookups.size() && refusal.equals(Optional.of(LookedUp.UNREACHABLE)); i++) {
            refusal = ask(member, lookups.get((vault + i) % lookups.size()));
        }
        return refusal;
    }

    private Optional<String> ask(Member member, Lookup lookup) {
        String token = tokens.execution(member);
        var askedAt = recorder.now();
        try {
            var looked = lookup.user(token);
            if (looked instanceof Looked.Served served) {
                recorder.served(member.owner(), askedAt, value(served));
                return Optional.empty();
            }
            return refused(member, askedAt, ((Looked.Refused) looked).reason());
        } catch (UncheckedIOException nobody) {
            return refused(member, askedAt, LookedUp.UNREACHABLE);
        }
    }

    private Optional<String> refused(Member member, Instant askedAt, String reason) {
        recorder.refused(member.owner(), askedAt, reason);
        return Optional.of(reason);
    }

    private static LookedUp.Value value(Looked.Served served) {
        return new LookedUp.Value(
                UUID.fromString(served.id()),
                served.generation(),
                TokenName.parse(served.value()),
                Optional.ofNullable(served.expiresAt()));
    }

    @Override
    public void close() {
        grpc.forEach(LookupGrpc::close);
    }
}
