package dev.grantkeeper.testkit.house;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The plan of the house, as tables. To move a wall, edit here and nowhere else. */
final class HousePlan {

    static final String ROOT = "dev.grantkeeper.";
    static final String WIRE = ROOT + "wire.";

    /** Which other modules a module may use, by the package name after {@link #ROOT}. */
    static final Map<String, Set<String>> MODULES = Map.of(
            "envelope", Set.of(),
            "oauth2", Set.of(),
            "vault", Set.of("wire", "envelope", "oauth2"),
            "worker", Set.of("wire", "envelope", "oauth2"),
            "sdk", Set.of(),
            "sandbox", Set.of(),
            "testkit", Set.of(),
            "system", Set.of("wire", "sandbox", "testkit"),
            "bench", Set.of("system", "testkit", "sdk"));

    /** The modules whose HTTP requests all go out through {@link #EGRESS}. */
    static final Set<String> GUARDED = Set.of("envelope", "oauth2", "vault", "worker");

    static final String EGRESS = ROOT + "oauth2.egress";

    /** The only foreign packages of the modules that know no framework. Of Guava, the Public Suffix List and nothing else. */
    static final Map<String, List<String>> FOREIGN_PACKAGES = Map.of(
            "envelope", List.of("java.", "javax.crypto.", "org.bouncycastle."),
            "sdk", List.of("java.", "com.fasterxml.jackson.core."),
            "oauth2",
                    List.of(
                            "java.",
                            "javax.net.",
                            "io.vertx.",
                            "org.yaml.snakeyaml.",
                            "com.google.re2j.",
                            "com.google.common.net.InternetDomainName"));

    /** What every feature of the vault may point at; which of the two sides does is left to the rule against cycles. */
    private static final Set<String> GROUND = Set.of("value", "connection", "access", "audit", "event", "error");

    /** The rooms of a service and the rooms each may point at. Nothing points at lookup or platform. */
    static final Map<String, Map<String, Set<String>>> ROOMS = Map.of(
            "vault",
            Map.ofEntries(
                    Map.entry("error", Set.of()),
                    Map.entry("event", Set.of("error")),
                    Map.entry("access", Set.of("error")),
                    Map.entry("audit", Set.of("access", "event", "error")),
                    Map.entry("key", Set.of("access", "audit", "event", "error")),
                    Map.entry("definition", groundAnd("key")),
                    Map.entry("connection", groundAnd("definition", "key")),
                    Map.entry("value", groundAnd("definition", "key")),
                    Map.entry("prompt", groundAnd("definition")),
                    Map.entry("authorization", groundAnd("definition", "prompt")),
                    Map.entry("hook", groundAnd("definition", "key")),
                    Map.entry("console", groundAnd("authorization")),
                    Map.entry("letter", groundAnd()),
                    Map.entry("activity", groundAnd()),
                    Map.entry("revocation", groundAnd("definition")),
                    Map.entry("offboarding", groundAnd("authorization", "key", "prompt", "revocation")),
                    Map.entry("provider", groundAnd("definition")),
                    Map.entry("renewal", groundAnd("definition", "key", "prompt", "provider")),
                    Map.entry("lookup", groundAnd("definition", "renewal", "prompt", "authorization")),
                    Map.entry(
                            "platform",
                            groundAnd("definition", "hook", "key", "provider", "renewal", "prompt", "authorization"))),
            "worker",
            Map.of(
                    "renew", Set.of("vault"),
                    "vault", Set.of("renew"),
                    "platform", Set.of("renew", "vault")));

    /** Suffixes and prefix of the package-private classes that speak one technology. */
    static final List<String> ADAPTER_SUFFIXES = List.of("Grpc", "Rest", "Kafka");

    /** Every gRPC service asks these for what the caller sent along, which nothing but gRPC can tell it. */
    static final Set<String> PUBLIC_ADAPTERS =
            Set.of(ROOT + "vault.access.AuthorizationGrpc", ROOT + "vault.access.DeadlineGrpc");

    static final String REST_RESOURCE = "jakarta.ws.rs.Path";

    static final String POSTGRES_ADAPTER_PREFIX = "Postgres";

    /** A technology stays inside the classes whose names or packages are listed with it. */
    static final List<Technology> TECHNOLOGIES = List.of(
            new Technology(
                    "gRPC and wire types",
                    List.of("io.grpc.", "io.quarkus.grpc.", "com.google.protobuf.", "com.google.rpc.", WIRE),
                    List.of("Grpc", "Kafka"),
                    List.of(ROOT + "worker.vault.")),
            new Technology("JAX-RS", List.of("jakarta.ws.rs.", "org.jboss.resteasy."), List.of("Rest"), List.of()),
            new Technology(
                    "cryptography",
                    List.of("javax.crypto.", "org.bouncycastle."),
                    List.of(),
                    List.of(ROOT + "envelope.", ROOT + "vault.key.")));

    static final List<String> SQL_PACKAGES = List.of(
            "java.sql.",
            "javax.sql.",
            "jakarta.persistence.",
            "org.hibernate.",
            "org.postgresql.",
            "org.flywaydb.",
            "io.agroal.",
            "io.quarkus.hibernate.",
            "io.vertx.sqlclient.",
            "io.vertx.pgclient.",
            "io.vertx.mutiny.sqlclient.",
            "io.vertx.mutiny.pgclient.");

    /** Annotations that would have a container write a field behind the constructor's back. */
    static final Set<String> INJECTING_ANNOTATIONS = Set.of(
            "jakarta.inject.Inject",
            "jakarta.annotation.Resource",
            "jakarta.persistence.PersistenceContext",
            "org.eclipse.microprofile.config.inject.ConfigProperty",
            "org.eclipse.microprofile.reactive.messaging.Channel",
            "org.eclipse.microprofile.rest.client.inject.RestClient",
            "io.quarkus.grpc.GrpcClient",
            "org.springframework.beans.factory.annotation.Autowired",
            "org.springframework.beans.factory.annotation.Value");

    /** Names that say nothing about what is inside. */
    static final Set<String> EMPTY_NAMES =
            Set.of("util", "utils", "common", "core", "helper", "helpers", "misc", "impl", "internal");

    static final int LONGEST_FILE = 300;

    private HousePlan() {}

    private static Set<String> groundAnd(String... rooms) {
        return Stream.concat(GROUND.stream(), Stream.of(rooms)).collect(toUnmodifiableSet());
    }

    /**
     * @param packages prefixes of the technology's type names
     * @param suffixes suffixes of the simple names of classes that may use it
     * @param homes prefixes of the names of classes that may use it whatever their suffix
     */
    record Technology(String name, List<String> packages, List<String> suffixes, List<String> homes) {}
}
