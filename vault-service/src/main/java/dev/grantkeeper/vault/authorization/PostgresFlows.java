package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Texts;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** On the reactive client: no session, so that a state is used up even where what follows is rolled back. */
@ApplicationScoped
class PostgresFlows implements Flows, EndingFlows {

    private static final int MOST_PER_PERSON = 20;

    private static final String BEGIN = """
            with dropped as (
                delete from authorization_flow where id in (
                    select id from authorization_flow where tenant = $4 and user_id = $8
                    order by begun_at desc offset $15))
            insert into authorization_flow (id, state_hash, browser_hash, tenant, app, owner_kind, owner_id, user_id,
                definition_id, definition_version, code_verifier, return_url, begun_at, ends_at, scopes, inputs)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $16, $17
            where not exists (select from closed_workspace where tenant = $4)""";

    private static final String USE = """
            update authorization_flow set used_at = $2
            where state_hash = $1 and used_at is null and ends_at > $2
            returning id, browser_hash, tenant, app, owner_kind, owner_id, user_id,
                definition_id, definition_version, code_verifier, return_url, begun_at, ends_at, scopes, inputs""";

    private static final String DELETE_ENDED = "delete from authorization_flow where ends_at <= $1";

    private static final String END = """
            delete from authorization_flow
            where tenant = $1 and ($2::text is null or app = $2) and ($3::text is null or user_id = $3) and begun_at < $4""";

    private final Pool pool;

    PostgresFlows(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> begin(Flow flow, byte[] stateHash) {
        var owner = flow.key().owner();
        var row = Tuple.tuple()
                .addUUID(flow.id())
                .addValue(Buffer.buffer(stateHash))
                .addValue(Buffer.buffer(flow.browserHash()))
                .addString(flow.key().tenant().toString())
                .addString(flow.key().app())
                .addString(owner.kind().word())
                .addString(owner.id())
                .addString(flow.user())
                .addUUID(flow.definitionId())
                .addInteger(flow.definitionVersion())
                .addValue(flow.codeVerifier().map(Buffer::buffer).orElse(null))
                .addString(flow.returnUrl().map(URI::toString).orElse(null))
                .addOffsetDateTime(utc(flow.begunAt()))
                .addOffsetDateTime(utc(flow.endsAt()))
                .addInteger(MOST_PER_PERSON - 1)
                .addString(flow.scopes().map(scopes -> String.join(" ", scopes)).orElse(null))
                .addString(Texts.write(flow.inputs()));
        return pool.preparedQuery(BEGIN)
                .execute(row)
                .invoke(stored -> {
                    if (stored.rowCount() == 0) {
                        throw Failure.conflict("This workspace was deleted; nothing can be connected in it any more.");
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<Flow>> use(byte[] stateHash, Instant now) {
        return pool.preparedQuery(USE)
                .execute(Tuple.of(Buffer.buffer(stateHash), utc(now)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(flow(rows.iterator().next())));
    }

    @Override
    public Uni<Void> deleteEnded(Instant now) {
        return pool.preparedQuery(DELETE_ENDED).execute(Tuple.of(utc(now))).replaceWithVoid();
    }

    @Override
    public Uni<Void> end(Tenant tenant, Optional<String> app, Optional<String> user, Instant before) {
        return pool.preparedQuery(END)
                .execute(Tuple.of(tenant.toString(), app.orElse(null), user.orElse(null), utc(before)))
                .replaceWithVoid();
    }

    private static Flow flow(Row row) {
        var owner = new Owner(OwnerKind.ofWord(row.getString("owner_kind")), row.getString("owner_id"));
        return new Flow(
                row.getUUID("id"),
                row.getBuffer("browser_hash").getBytes(),
                new ConnectionKey(Tenant.parse(row.getString("tenant")), row.getString("app"), owner),
                row.getString("user_id"),
                row.getUUID("definition_id"),
                row.getInteger("definition_version"),
                Optional.ofNullable(row.getString("scopes")).map(PostgresFlows::scopes),
                Texts.read(row.getString("inputs")),
                Optional.ofNullable(row.getBuffer("code_verifier")).map(envelope -> envelope.getBytes()),
                Optional.ofNullable(row.getString("return_url")).map(URI::create),
                row.getOffsetDateTime("begun_at").toInstant(),
                row.getOffsetDateTime("ends_at").toInstant());
    }

    private static List<String> scopes(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
