package dev.grantkeeper.vault.activity;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.activity.Activity.Actor;
import dev.grantkeeper.vault.connection.ConnectionId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the few connections that a person sees to what was written down of each: the rest of the record is not looked at. */
@ApplicationScoped
class PostgresActivities implements Activities {

    /** The actions are those of the index audit_activity, word by word: else it is of no use. */
    static final String SELECT = """
            with seen as (
                select id, app, owner_kind, owner_id from connection
                where tenant = $1 and owner_kind = 'user' and owner_id = $2
                union all
                select id, app, owner_kind, owner_id from connection
                where tenant = $1 and owner_kind = 'workspace' and owner_id = $3)
            select a.id, a.at, a.action, a.actor_kind, a.actor, a.detail,
                   seen.id as connection_id, seen.app, seen.owner_kind, seen.owner_id
            from seen cross join lateral (
                select * from audit
                where connection_id = seen.id and id < $4
                and action in ('connected', 'disconnected', 'renewal_failed', 'value_reported_rejected')
                order by id desc limit $6) a
            where $5::uuid is null or seen.id = $5
            order by a.id desc limit $6""";

    private final Pool pool;

    PostgresActivities(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<Activity>> seenBy(
            Person person, Optional<ConnectionId> connection, Optional<Long> before, int limit) {
        var parameters = Tuple.tuple()
                .addString(person.tenant().toString())
                .addString(person.user())
                .addString(person.tenant().workspace())
                .addLong(before.orElse(Long.MAX_VALUE))
                .addUUID(connection.map(ConnectionId::value).orElse(null))
                .addInteger(limit);
        return pool.preparedQuery(SELECT).execute(parameters).map(PostgresActivities::activities);
    }

    private static List<Activity> activities(RowSet<Row> rows) {
        var found = new ArrayList<Activity>(rows.size());
        rows.forEach(row -> found.add(activity(row)));
        return found;
    }

    private static Activity activity(Row row) {
        var action = row.getString("action");
        var app = row.getString("app");
        return new Activity(
                row.getLong("id"),
                row.getOffsetDateTime("at").toInstant(),
                action,
                new ConnectionId(row.getUUID("connection_id")),
                app,
                new Owner(OwnerKind.ofWord(row.getString("owner_kind")), row.getString("owner_id")),
                Actor.of(row.getString("actor_kind"), row.getString("actor"), app),
                Optional.ofNullable(row.getString("detail")).filter(detail -> action.equals("renewal_failed")));
    }
}
