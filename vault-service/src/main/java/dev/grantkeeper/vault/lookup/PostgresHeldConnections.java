package dev.grantkeeper.vault.lookup;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.connection.Creator;
import dev.grantkeeper.vault.connection.Texts;
import dev.grantkeeper.vault.definition.ConnectionType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The hot path: one prepared statement on the reactive client, no session. */
@ApplicationScoped
class PostgresHeldConnections implements HeldConnections {

    private static final String SELECT = """
            select id, type, status, failure, generation, access_envelope, access_sealed_at,
                   refresh_envelope is not null and coalesce(refresh_expires_at > now(), true) as renewable,
                   definition_version, judged_version,
                   renewed_with <> 'refresh_token' and coalesce(due_at <= now(), false) as client_due,
                   scopes, expires_at, lifetime_ms, created_by_kind, created_by, inputs, captured
            from connection where tenant = $1 and app = $2 and owner_kind = $3 and owner_id = $4""";

    private final Pool pool;

    PostgresHeldConnections(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Optional<Held>> find(ConnectionKey key) {
        var owner = key.owner();
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(
                        key.tenant().toString(), key.app(), owner.kind().word(), owner.id()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(held(rows.iterator().next())));
    }

    private static Held held(Row row) {
        var envelope = row.getBuffer("access_envelope");
        var sealedAt = row.getLong("access_sealed_at");
        return new Held(
                new ConnectionId(row.getUUID("id")),
                ConnectionType.valueOf(upper(row.getString("type"))),
                ConnectionStatus.valueOf(upper(row.getString("status"))),
                Optional.ofNullable(row.getString("failure")).map(AuthRequiredReason::ofWord),
                row.getLong("generation"),
                envelope == null ? null : envelope.getBytes(),
                sealedAt == null ? 0 : sealedAt,
                row.getBoolean("renewable"),
                row.getInteger("definition_version"),
                row.getInteger("judged_version"),
                row.getBoolean("client_due"),
                row.getString("scopes").isEmpty()
                        ? List.of()
                        : List.of(row.getString("scopes").split(" ")),
                Optional.ofNullable(row.getOffsetDateTime("expires_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getLong("lifetime_ms")).map(Duration::ofMillis),
                Creator.of(row.getString("created_by_kind"), row.getString("created_by")),
                metadata(row));
    }

    private static Map<String, String> metadata(Row row) {
        var metadata = Texts.read(row.getString("inputs"));
        metadata.putAll(Texts.read(row.getString("captured")));
        return metadata;
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
