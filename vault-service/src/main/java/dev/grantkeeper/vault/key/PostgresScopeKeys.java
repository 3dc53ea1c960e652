package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.KeyId;
import dev.grantkeeper.envelope.KeyRef;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** On the pool itself: a Hibernate session would join the transaction around the caller. */
@ApplicationScoped
class PostgresScopeKeys implements StoredScopeKeys {

    private final Pool pool;

    PostgresScopeKeys(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<Version>> versions(Scope scope) {
        return pool.preparedQuery("select version, key_id, root_key_id, wrapped from scope_key"
                        + " where scope = $1 order by version desc")
                .mapping(PostgresScopeKeys::version)
                .execute(Tuple.of(scope.id()))
                .map(rows -> rows.stream().toList());
    }

    @Override
    public Uni<Void> add(Scope scope, Version version) {
        return pool.preparedQuery("insert into scope_key (scope, version, key_id, root_key_id, wrapped)"
                        + " values ($1, $2, $3, $4, $5) on conflict (scope, version) do nothing")
                .execute(Tuple.of(
                        scope.id(),
                        version.ref().version(),
                        version.ref().id().value(),
                        version.rootKeyId(),
                        version.wrapped().map(Buffer::buffer).orElseThrow()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> shred(Scope scope) {
        return pool.preparedQuery("""
                        with shredded as (
                            update scope_key set wrapped = null, shredded_at = now()
                            where scope = $1 and shredded_at is null returning 1)
                        insert into scope_key (scope, version, key_id, root_key_id, shredded_at)
                        select $1, 1, gen_random_uuid(), '', now()
                        where not exists (select 1 from scope_key where scope = $1)""").execute(Tuple.of(scope.id())).replaceWithVoid();
    }

    @Override
    public Uni<List<Change>> changes(Duration within) {
        return pool.preparedQuery("select scope, version, shredded_at is not null as shredded from scope_key"
                        + " where greatest(created_at, shredded_at) > now() - make_interval(secs => $1)")
                .mapping(PostgresScopeKeys::change)
                .execute(Tuple.of((double) within.toMillis() / 1000))
                .map(rows -> rows.stream().toList());
    }

    private static Version version(Row row) {
        return new Version(
                new KeyRef(new KeyId(row.getUUID("key_id")), row.getInteger("version")),
                row.getString("root_key_id"),
                Optional.ofNullable(row.getBuffer("wrapped")).map(bytes -> bytes.getBytes()));
    }

    private static Change change(Row row) {
        return new Change(new Scope(row.getString("scope")), row.getInteger("version"), row.getBoolean("shredded"));
    }
}
