package dev.grantkeeper.vault.definition;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.inputs.StatedSettings;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.query.TypedParameterValue;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.type.StandardBasicTypes;
import org.jboss.logging.Logger;

@ApplicationScoped
class PostgresDefinitions implements Definitions, Offers {

    private static final Logger LOG = Logger.getLogger(PostgresDefinitions.class);

    private static final String NEWEST = """
            select d, v from DefinitionEntity d, DefinitionVersionEntity v
            where v.key.definitionId = d.id and v.key.version = d.version""";

    private final Mutiny.SessionFactory sessions;
    private final UrlPolicy urls;

    PostgresDefinitions(Mutiny.SessionFactory sessions, UrlPolicy urls) {
        this.sessions = sessions;
        this.urls = urls;
    }

    @Override
    public Uni<Optional<Definition>> find(String issuer, String app, OwnerKind owner) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                NEWEST + " and d.issuer = ?1 and d.app = ?2 and d.ownerKind = ?3", Object[].class)
                        .setParameter(1, issuer)
                        .setParameter(2, app)
                        .setParameter(3, owner.word())
                        .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(this::definition));
    }

    @Override
    public Uni<Definition> newest(UUID id) {
        return sessions.withSession(session -> session.createSelectionQuery(NEWEST + " and d.id = ?1", Object[].class)
                        .setParameter(1, id)
                        .getSingleResult())
                .map(this::definition);
    }

    @Override
    public Uni<Definition> version(UUID id, int version) {
        return sessions.withSession(session -> session.createSelectionQuery("""
                                select d, v from DefinitionEntity d, DefinitionVersionEntity v
                                where v.key.definitionId = d.id and d.id = ?1 and v.key.version = ?2""", Object[].class)
                        .setParameter(1, id)
                        .setParameter(2, version)
                        .getSingleResult())
                .map(this::definition);
    }

    @Override
    public Uni<List<Definition>> ofApp(String issuer, String app) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                NEWEST + " and d.issuer = ?1 and d.app = ?2 order by d.ownerKind", Object[].class)
                        .setParameter(1, issuer)
                        .setParameter(2, app)
                        .getResultList())
                .map(rows -> rows.stream().map(this::definition).toList());
    }

    @Override
    public Uni<Page> offered(String issuer, Optional<Place> after, int limit) {
        // One more than asked for tells whether there is a next page.
        return sessions.withSession(session -> session.createSelectionQuery(
                                NEWEST + " and d.issuer = ?1 and (d.app, d.ownerKind) > (?2, ?3)"
                                        + " order by d.app, d.ownerKind",
                                Object[].class)
                        .setParameter(1, issuer)
                        .setParameter(2, after.map(Place::app).orElse(""))
                        .setParameter(
                                3, after.map(place -> place.owner().word()).orElse(""))
                        .setMaxResults(limit + 1)
                        .getResultList())
                .map(rows -> page(rows, limit));
    }

    private Page page(List<Object[]> rows, int limit) {
        var shown = rows.stream().limit(limit).toList();
        var readable = shown.stream().flatMap(row -> readable(row).stream()).toList();
        return new Page(readable, rows.size() > limit ? Optional.of(place(shown.get(limit - 1))) : Optional.empty());
    }

    private Optional<Definition> readable(Object[] row) {
        try {
            return Optional.of(definition(row));
        } catch (InvalidSettings refused) {
            LOG.warnf("definition %s cannot be read, and is offered to nobody", ((DefinitionEntity) row[0]).id);
            return Optional.empty();
        }
    }

    private static Place place(Object[] row) {
        var head = (DefinitionEntity) row[0];
        return new Place(head.app, OwnerKind.ofWord(head.ownerKind));
    }

    @Override
    public Uni<Void> store(Definition definition) {
        var stored = definition.version() == 1 ? insert(definition) : advance(definition);
        return stored.chain(changed -> {
            if (changed == 0) {
                throw Failure.conflict("Somebody else changed this definition meanwhile; read it again.");
            }
            return sessions.withTransaction((session, transaction) -> session.persist(versionOf(definition)));
        });
    }

    private Uni<Integer> insert(Definition definition) {
        return sessions.withTransaction((session, transaction) -> session.createNativeQuery("""
                        insert into definition (id, issuer, app, owner_kind, version, judged_version, created_at, name)
                        values (?1, ?2, ?3, ?4, 1, 1, ?5, ?6) on conflict (issuer, app, owner_kind) do nothing""")
                .setParameter(1, definition.id())
                .setParameter(2, definition.issuer())
                .setParameter(3, definition.app())
                .setParameter(4, definition.owner().word())
                .setParameter(5, definition.createdAt())
                .setParameter(6, name(definition))
                .executeUpdate());
    }

    private Uni<Integer> advance(Definition definition) {
        return sessions.withTransaction((session, transaction) -> session.createNativeQuery(
                        "update definition set version = ?1, name = ?3 where id = ?2 and version = ?1 - 1")
                .setParameter(1, definition.version())
                .setParameter(2, definition.id())
                .setParameter(3, name(definition))
                .executeUpdate());
    }

    @Override
    public Uni<Void> rename(Definition definition) {
        return sessions.withTransaction(
                (session, transaction) -> session.createNativeQuery("update definition set name = ?2 where id = ?1")
                        .setParameter(1, definition.id())
                        .setParameter(2, name(definition))
                        .executeUpdate()
                        .replaceWithVoid());
    }

    /** Null where there is none, which is why its type has to be said. */
    private static TypedParameterValue<String> name(Definition definition) {
        return new TypedParameterValue<>(
                StandardBasicTypes.STRING, definition.name().orElse(null));
    }

    private static DefinitionVersionEntity versionOf(Definition definition) {
        var row = new DefinitionVersionEntity();
        row.key = new DefinitionVersionEntity.Key(definition.id(), definition.version());
        row.type = definition.type().word();
        row.settings =
                definition.stated().map(settings -> settings.toJson().encode()).orElse(null);
        row.clientId =
                definition.settings().isEmpty() ? null : definition.clientId().orElse("");
        row.clientSecret = definition.clientSecret().orElse(null);
        row.formerSecret = definition.formerSecret().orElse(null);
        row.createdAt = definition.createdAt();
        return row;
    }

    private Definition definition(Object[] row) {
        var head = (DefinitionEntity) row[0];
        var version = (DefinitionVersionEntity) row[1];
        var clientId = Optional.ofNullable(version.clientId).filter(id -> !id.isEmpty());
        return new Definition(
                head.id,
                head.issuer,
                head.app,
                OwnerKind.ofWord(head.ownerKind),
                Optional.ofNullable(head.name),
                version.key.version(),
                ConnectionType.ofWord(version.type),
                Optional.ofNullable(version.settings).map(text -> StatedSettings.stored(new JsonObject(text), urls)),
                Optional.ofNullable(version.settings).map(text -> Definition.digest(clientId, text)),
                clientId,
                Optional.ofNullable(version.clientSecret),
                Optional.ofNullable(version.formerSecret),
                version.createdAt);
    }
}
