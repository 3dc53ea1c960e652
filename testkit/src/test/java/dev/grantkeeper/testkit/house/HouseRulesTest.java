package dev.grantkeeper.testkit.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HouseRulesTest {

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> testkit_ownMainClasses_keepTheRules() {
        return HouseRules.of(HouseRules.class)
                .printedBy("dev.grantkeeper.testkit.Infrastructure")
                .tests();
    }

    @Test
    void check_tidyVault_holds() {
        var module = CompiledModule.of(directory, """
                package dev.grantkeeper.vault.value;
                public interface Values { String open(dev.grantkeeper.envelope.Secret secret); }
                """, """
                package dev.grantkeeper.vault.value;
                class PostgresValues implements Values {
                    private final io.vertx.sqlclient.Pool pool;
                    @jakarta.inject.Inject PostgresValues(io.vertx.sqlclient.Pool pool) { this.pool = pool; }
                    public String open(dev.grantkeeper.envelope.Secret secret) { return secret.revealUtf8(); }
                }
                """, """
                package dev.grantkeeper.vault.value;
                @jakarta.persistence.Entity class ValueRow { }
                """, """
                package dev.grantkeeper.vault.lookup;
                class LookupGrpc {
                    io.grpc.Status status; dev.grantkeeper.wire.v1.LookupRequest request;
                    dev.grantkeeper.vault.value.Values values;
                    class Nested { io.grpc.Status status; }
                }
                """, """
                package dev.grantkeeper.vault.lookup;
                @jakarta.ws.rs.Path("/v1") class LookupRest { org.jboss.logging.Logger log; }
                """, """
                package dev.grantkeeper.vault.key;
                class RootKey { org.bouncycastle.crypto.Digest digest; javax.crypto.Cipher cipher; }
                """, """
                package dev.grantkeeper.vault.platform;
                class DatabaseClock {
                    java.time.Instant now() { return java.time.Instant.now(); }
                    java.time.Instant fixed(java.time.Clock clock) { return java.time.Instant.now(clock); }
                }
                """);

        var rules = module.rules().secretsRevealedBy("dev.grantkeeper.vault.value.PostgresValues");

        assertThatCode(rules::check).doesNotThrowAnyException();
        assertThat(rules.tests()).hasSizeGreaterThan(10);
    }

    @Test
    void packages_inACycle_fail() {
        broken(
                "free of cycles",
                "package dev.grantkeeper.vault.value; public class A { dev.grantkeeper.vault.connection.B b; }",
                "package dev.grantkeeper.vault.connection; public class B { dev.grantkeeper.vault.value.A a; }");
    }

    @Test
    void module_usingOneAboveIt_fails() {
        broken(
                "modules use only the modules below them",
                "package dev.grantkeeper.oauth2; class A { dev.grantkeeper.envelope.Secret secret; }");
    }

    @Test
    void service_usingTheOther_fails() {
        broken(
                "modules use only the modules below them",
                "package dev.grantkeeper.vault.value; public class A { }",
                "package dev.grantkeeper.worker.renew; class B { dev.grantkeeper.vault.value.A a; }");
    }

    @Test
    void service_usingTestkit_fails() {
        broken(
                "modules use only the modules below them",
                "package dev.grantkeeper.testkit; public class Fake { }",
                "package dev.grantkeeper.vault.value; class B { dev.grantkeeper.testkit.Fake fake; }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"envelope", "oauth2"})
    void moduleWithoutFramework_usingOne_fails(String name) {
        broken(
                "without a framework",
                "package dev.grantkeeper." + name + "; class A { org.jboss.logging.Logger log; }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lookup", "platform", "renewal"})
    void room_pointingWhereItMayNot_fails(String target) {
        broken(
                "rooms point only",
                "package dev.grantkeeper.vault." + target + "; public class A { }",
                "package dev.grantkeeper.vault.prompt; class B { dev.grantkeeper.vault." + target + ".A a; }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.grantkeeper.vault", "dev.grantkeeper.vault.value.deep", "dev.grantkeeper.worker.odd"})
    void room_notInThePlan_fails(String room) {
        broken("rooms point only", "package " + room + "; class A { }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LookupGrpc", "LookupRest", "RenewalKafka", "PostgresValues"})
    void adapter_public_fails(String name) {
        broken("adapters are package-private", "package dev.grantkeeper.vault.value; public class " + name + " { }");
    }

    @Test
    void restResource_public_holdsButOnlyItsRoomMayNameIt() {
        var resource =
                "package dev.grantkeeper.vault.prompt;" + " @jakarta.ws.rs.Path(\"/v1\") public class PromptsRest { }";
        assertThatCode(CompiledModule.of(directory.resolve("alone"), resource).rules()::check)
                .doesNotThrowAnyException();
        broken(
                "named by their own room only",
                resource,
                "package dev.grantkeeper.vault.lookup; class Lookup { dev.grantkeeper.vault.prompt.PromptsRest it; }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"util", "common", "core"})
    void packageName_sayingNothing_fails(String name) {
        broken("named for what is in them", "package dev.grantkeeper.oauth2." + name + "; class A { }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.grpc.Status", "dev.grantkeeper.wire.v1.LookupRequest"})
    void wireType_outsideItsAdapters_fails(String type) {
        broken(
                "gRPC and wire types",
                "package dev.grantkeeper.vault.lookup; class Lookup { " + type + " it() { return null; } }");
        assertThatCode(CompiledModule.of(
                                directory.resolve("worker"),
                                "package dev.grantkeeper.worker.vault; class Leases { " + type + " it; }")
                        .rules()::check)
                .doesNotThrowAnyException();
    }

    @Test
    void jaxRs_outsideItsAdapters_fails() {
        broken("JAX-RS", "package dev.grantkeeper.vault.lookup; @jakarta.ws.rs.Path(\"/x\") class LookupEndpoint { }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.vertx.sqlclient.Pool", "java.sql.Connection", "org.hibernate.Session"})
    void sql_outsideItsAdapters_fails(String type) {
        broken("SQL and mapping", "package dev.grantkeeper.vault.value; class Values { " + type + " it; }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax.crypto.Cipher", "org.bouncycastle.crypto.Digest"})
    void cryptography_outsideKey_fails(String type) {
        broken("cryptography", "package dev.grantkeeper.vault.value; class Sealer { " + type + " it; }");
    }

    @Test
    void field_injected_fails() {
        broken(
                "no field injection",
                "package dev.grantkeeper.vault.value; class Values { @jakarta.inject.Inject Object it; }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.net.http.HttpClient.newHttpClient()",
                "java.net.http.HttpClient.newBuilder()",
                "new java.net.URL(\"https://a.example\").openStream()",
                "new java.net.URL(\"https://a.example\").openConnection()",
                "io.vertx.core.Vertx.vertx().createHttpClient()",
                "io.vertx.core.Vertx.vertx().httpClientBuilder()",
                "io.vertx.ext.web.client.WebClient.create(null)",
                "io.vertx.mutiny.ext.web.client.WebClient.create(null)"
            })
    void httpClient_besidesEgress_fails(String expression) {
        var method = " { Object it() throws Exception { return " + expression + "; } }";
        broken("only oauth2.egress calls out", "package dev.grantkeeper.vault.access; class A" + method);
        broken("only oauth2.egress calls out", "package dev.grantkeeper.worker.vault; class A" + method);
    }

    @Test
    void httpClient_inEgress_isFine() {
        assertThatCode(CompiledModule.of(
                                directory,
                                "package dev.grantkeeper.oauth2.egress; class A { Object it() {"
                                        + " return io.vertx.core.Vertx.vertx().createHttpClient(); } }")
                        .rules()::check)
                .doesNotThrowAnyException();
    }

    @Test
    void httpClient_inOauth2BesidesEgress_fails() {
        broken(
                "only oauth2.egress calls out",
                "package dev.grantkeeper.oauth2; class A { Object it() {"
                        + " return io.vertx.core.Vertx.vertx().createHttpClient(); } }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.time.Instant.now()",
                "java.time.LocalDate.now(java.time.ZoneId.of(\"UTC\"))",
                "java.time.Clock.systemUTC()",
                "java.time.InstantSource.system()",
                "System.currentTimeMillis()",
                "new java.util.Date()",
                "java.util.Calendar.getInstance()",
                "((java.util.function.Supplier<Object>) java.time.Instant::now)"
            })
    void wallClock_outsidePlatform_fails(String expression) {
        broken(
                "time comes from an InstantSource",
                "package dev.grantkeeper.oauth2; class A { Object it() { return " + expression + "; } }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.out.println(1)",
                "System.err.println(1)",
                "new Exception().printStackTrace()",
                "java.util.List.of(new Exception()).forEach(Exception::printStackTrace)"
            })
    void printing_byUnlistedClass_fails(String statement) {
        String source = "package dev.grantkeeper.oauth2; class A { void it() { " + statement + "; } }";

        broken("nothing prints past the log", source);
        assertThatCode(CompiledModule.of(directory.resolve("allowed"), source)
                        .rules()
                        .printedBy("dev.grantkeeper.oauth2.A")::check)
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret.revealUtf8()",
                "((java.util.function.Supplier<String>) secret::revealUtf8).get()",
                "new Object() { String it() { return secret.revealUtf8(); } }.it()"
            })
    void secret_revealedByUnlistedClass_fails(String expression) {
        broken("secrets are revealed only by", """
                package dev.grantkeeper.vault.value;
                class A { String it(dev.grantkeeper.envelope.Secret secret) { return %s; } }
                """.formatted(expression));
    }

    @Test
    void secretsRevealedBy_classThatRevealsNothing_fails() {
        var rules = CompiledModule.of(directory, "package dev.grantkeeper.vault.value; class A { }")
                .rules()
                .secretsRevealedBy("dev.grantkeeper.vault.value.A");

        assertThatThrownBy(rules::check).hasMessageContaining("take them off the list");
    }

    @Test
    void file_over300Lines_fails() throws IOException {
        var module = CompiledModule.of(
                directory, "package dev.grantkeeper.oauth2; class A { }" + "\n".repeat(299) + "// the 300th");
        module.rules().check();

        Files.writeString(
                module.root().resolve("src/main/java/dev/grantkeeper/oauth2/A.java"),
                "class A { }" + "\n".repeat(300) + "// the 301st");

        assertThatThrownBy(module.rules()::check).hasMessageContaining("A.java has 301 lines");
    }

    @Test
    void wireTypes_breakingEveryRule_areNotJudged() {
        var module = CompiledModule.of(
                directory,
                "package dev.grantkeeper.wire.v1; public class Generated { io.grpc.Status it; { System.out.println(); } }");

        assertThatCode(module.rules()::check).doesNotThrowAnyException();
    }

    @Test
    void of_testClass_isRefused() {
        assertThatThrownBy(() -> HouseRules.of(HouseRulesTest.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give a main class");
    }

    @Test
    void tests_namesOfRules_areDistinctAndAllRun() {
        var names = CompiledModule.of(directory, "package dev.grantkeeper.oauth2; class A { }")
                .rules()
                .tests()
                .collect(Collectors.groupingBy(DynamicTest::getDisplayName, Collectors.counting()));

        assertThat(names).hasSize(18).allSatisfy((name, count) -> assertThat(count)
                .isOne());
    }

    /** The sources break the one rule and no other. */
    private void broken(String rule, String... sources) {
        Map<String, Boolean> held = CompiledModule.of(directory, sources)
                .rules()
                .tests()
                .collect(Collectors.toMap(DynamicTest::getDisplayName, HouseRulesTest::holds));

        assertThat(held.keySet().stream().filter(name -> !held.get(name)).toList())
                .as("broken rules")
                .satisfies(names -> assertThat(names).hasSize(1))
                .allSatisfy(name -> assertThat(name).contains(rule));
    }

    private static boolean holds(DynamicTest test) {
        try {
            test.getExecutable().execute();
            return true;
        } catch (AssertionError e) {
            return false;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
