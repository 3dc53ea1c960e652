package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Answers many people by one query. While one runs the next batch gathers, so that thousands who come back at once, because a vault
 * was restarted, take one database connection and leave the others to lookups.
 */
@ApplicationScoped
class PostgresOpenPrompts implements OpenPrompts {

    private static final int BATCH = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SELECT = """
            select asked.reader, p.id, p.app, p.owner_kind, p.owner_id, p.reason, p.opened_at, p.wanted_scopes, p.dismissed_at,
                   d.name, v.type, h.user_id, h.hidden_at, h.until
            from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
                as asked (reader, person, tenant, issuer, owner_kind, owner_id)
            join prompt p on p.tenant = asked.tenant and p.owner_kind = asked.owner_kind and p.owner_id = asked.owner_id
                and p.resolved_at is null
            left join prompt_hiding h on h.prompt_id = p.id and h.user_id = asked.person
                and (h.until is null or h.until > now())
            left join definition d on d.issuer = asked.issuer and d.app = p.app and d.owner_kind = p.owner_kind
            left join definition_version v on v.definition_id = d.id and v.version = d.version
            order by p.opened_at, p.id""";

    private record Waiting(Person person, UniEmitter<? super List<Shown>> caller) {}

    /** One owner whose prompts a reader answers. */
    private record Asked(int reader, Person person, Owner owner) {}

    private final Pool pool;
    private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    /** How many wait, those of the running query included; whoever makes it one starts the next. */
    private final AtomicInteger pending = new AtomicInteger();

    PostgresOpenPrompts(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<Shown>> of(Person person) {
        Uni<List<Shown>> found = Uni.createFrom().emitter(caller -> {
            waiting.add(new Waiting(person, caller));
            if (pending.getAndIncrement() == 0) {
                ask();
            }
        });
        // The query runs in the context of whoever started it; the others go on in their own.
        var context = Vertx.currentContext();
        return context == null ? found : found.emitOn(MutinyHelper.executor(context));
    }

    private void ask() {
        var batch = new ArrayList<Waiting>(BATCH);
        for (Waiting next; batch.size() < BATCH && (next = waiting.poll()) != null; ) {
            batch.add(next);
        }
        pool.preparedQuery(SELECT)
                .execute(columns(batch))
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> Failure.unavailable("The database"))
                .map(rows -> byReader(batch, rows))
                .subscribe()
                .with(
                        found -> finish(
                                batch,
                                reader -> batch.get(reader).caller.complete(found.getOrDefault(reader, List.of()))),
                        fault ->
                                finish(batch, reader -> batch.get(reader).caller.fail(fault)));
    }

    private void finish(List<Waiting> batch, Consumer<Integer> answer) {
        if (pending.addAndGet(-batch.size()) > 0) {
            ask();
        }
        for (var reader = 0; reader < batch.size(); reader++) {
            answer.accept(reader);
        }
    }

    private static Tuple columns(List<Waiting> batch) {
        var asked = new ArrayList<Asked>();
        for (var reader = 0; reader < batch.size(); reader++) {
            var person = batch.get(reader).person;
            asked.add(new Asked(reader, person, Owner.user(person.user())));
            if (person.admin()) {
                asked.add(new Asked(reader, person, Owner.workspace(person.tenant())));
            }
        }
        return Tuple.tuple(List.of(
                asked.stream().map(Asked::reader).toArray(Integer[]::new),
                texts(asked.stream().map(one -> one.person.user())),
                texts(asked.stream().map(one -> one.person.tenant().toString())),
                texts(asked.stream().map(one -> one.person.tenant().issuer())),
                texts(asked.stream().map(one -> one.owner.kind().word())),
                texts(asked.stream().map(one -> one.owner.id()))));
    }

    private static String[] texts(Stream<String> column) {
        return column.toArray(String[]::new);
    }

    private static Map<Integer, List<Shown>> byReader(List<Waiting> batch, RowSet<Row> rows) {
        var found = new HashMap<Integer, List<Shown>>();
        for (var row : rows) {
            var reader = row.getInteger("reader");
            found.computeIfAbsent(reader, first -> new ArrayList<>()).add(shown(batch.get(reader).person, row));
        }
        return found;
    }

    private static Shown shown(Person person, Row row) {
        var owner = new Owner(OwnerKind.ofWord(row.getString("owner_kind")), row.getString("owner_id"));
        var prompt = new Prompt(
                row.getUUID("id"),
                new ConnectionKey(person.tenant(), row.getString("app"), owner),
                AuthRequiredReason.ofWord(row.getString("reason")),
                time(row, "opened_at").orElseThrow(),
                Prompt.scopes(row.getString("wanted_scopes")),
                Optional.empty(),
                Optional.empty(),
                time(row, "dismissed_at"));
        var offered = Optional.ofNullable(row.getString("type"))
                .map(type -> new Offered(Optional.ofNullable(row.getString("name")), type));
        var hiding = Optional.ofNullable(row.getString("user_id"))
                .map(user -> new Hiding(user, time(row, "hidden_at").orElseThrow(), time(row, "until")));
        return new Shown(prompt, offered, hiding.stream().toList());
    }

    private static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
