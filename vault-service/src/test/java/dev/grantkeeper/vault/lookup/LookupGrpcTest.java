package dev.grantkeeper.vault.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultChannel;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc.ConnectionLookupBlockingStub;
import dev.grantkeeper.wire.v1.ConnectionType;
import dev.grantkeeper.wire.v1.GetConnectionRequest;
import dev.grantkeeper.wire.v1.OwnerType;
import dev.grantkeeper.wire.v1.RejectedAction;
import dev.grantkeeper.wire.v1.ReportRejectedRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class LookupGrpcTest {

    private static final GetConnectionRequest ANYTHING = GetConnectionRequest.getDefaultInstance();
    private static final Duration NONE = Duration.ZERO;
    private static final Duration HOUR = Duration.ofHours(1);

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Office office;
    private VaultChannel channel;

    @BeforeEach
    void open() {
        office = Office.of(vault);
        channel = new VaultChannel(address);
    }

    @AfterEach
    void close() {
        channel.close();
    }

    @Test
    void workspaceSecret_setByAdmin_isServedToEveryUserOfTheWorkspaceAlone() {
        office.offersSecret("workspace");
        office.putSecret(office.admin(), "workspace", "pässwörd").statusCode(200);

        for (var user : new String[] {"ada", null}) {
            var served = as(office, user).getWorkspaceConnection(ANYTHING);
            assertThat(served.getValue()).isEqualTo("pässwörd");
            assertThat(served.getType()).isEqualTo(ConnectionType.CONNECTION_TYPE_SECRET);
            assertThat(served.getOwnedBy().getType()).isEqualTo(OwnerType.OWNER_TYPE_WORKSPACE);
            assertThat(served.getOwnedBy().getId()).isEqualTo(office.workspace);
            assertThat(served.getCreatedBy().getType()).isEqualTo(OwnerType.OWNER_TYPE_USER);
            assertThat(served.getCreatedBy().getId()).isEqualTo("grace");
            assertThat(served.getGeneration()).isOne();
            assertThat(served.hasExpiresAt()).isFalse();
        }
        var stranger = as(office.neighbour(), "ada");
        assertThat(reason(refused(() -> stranger.getWorkspaceConnection(ANYTHING))))
                .isEqualTo("AUTH_REQUIRED");
        var namesake = as(office.namesake(), "ada");
        assertThat(reason(refused(() -> namesake.getWorkspaceConnection(ANYTHING))))
                .isEqualTo("NOT_CONFIGURED");
    }

    @Test
    void accessToken_valid_isServedWithItsExpiryAndScopes() {
        office.offersOAuth2("user").connect("ada", NONE, HOUR, true);

        var served = as(office, "ada")
                .getUserConnection(GetConnectionRequest.newBuilder()
                        .setMinTtl(Durations.fromSeconds(5))
                        .addRequiredScopes("mail.read")
                        .build());

        assertThat(served.getValue()).isEqualTo("access-of-ada");
        assertThat(served.getType()).isEqualTo(ConnectionType.CONNECTION_TYPE_OAUTH2);
        assertThat(served.getOwnedBy().getType()).isEqualTo(OwnerType.OWNER_TYPE_USER);
        assertThat(served.getScopesList()).containsExactly("mail.read");
        assertThat(Instant.ofEpochSecond(served.getExpiresAt().getSeconds()))
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
    }

    @Test
    void neverConnected_asked_isFailedPreconditionWithThePromptsAddress() {
        office.offersSecret("user");

        var failure = refused(() -> as(office, "ada").getUserConnection(ANYTHING));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        var info = VaultChannel.detail(failure, ErrorInfo.class).orElseThrow();
        assertThat(info.getReason()).isEqualTo("AUTH_REQUIRED");
        assertThat(info.getDomain()).isEqualTo("grantkeeper.dev");
        assertThat(info.getMetadataMap())
                .containsEntry("cause", "never_connected")
                .containsOnlyKeys("cause", "prompt_id", "connect_url");
        assertThat(info.getMetadataOrThrow("connect_url")).endsWith("/connect/" + info.getMetadataOrThrow("prompt_id"));
    }

    @Test
    void neverConnected_askedWithoutPrompt_promptsNobody() {
        office.offersSecret("user");
        var question = GetConnectionRequest.newBuilder().setPrompt(false).build();

        var failure = refused(() -> as(office, "ada").getUserConnection(question));

        assertThat(VaultChannel.detail(failure, ErrorInfo.class).orElseThrow().getMetadataMap())
                .containsOnlyKeys("cause");
        assertThat(Office.as(office.member("ada")).get("/v1/prompts").jsonPath().getList("prompts"))
                .isEmpty();
    }

    @Test
    void userConnection_ofExecutionWithoutUser_isNoUser() {
        var failure = refused(() -> as(office, null).getUserConnection(ANYTHING));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(reason(failure)).isEqualTo("NO_USER");
    }

    @Test
    void connection_notOffered_isNotFound() {
        var failure = refused(() -> as(office, "ada").getUserConnection(ANYTHING));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(reason(failure)).isEqualTo("NOT_CONFIGURED");
    }

    @Test
    void accessToken_expiredAndRenewable_isUnavailableBeforeTheCallersDeadline() {
        office.offersOAuth2("user").connect("ada", HOUR, Duration.ofMinutes(59), true);
        long asked = System.nanoTime();

        var failure = refused(() ->
                as(office, "ada").withDeadlineAfter(1000, TimeUnit.MILLISECONDS).getUserConnection(ANYTHING));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(reason(failure)).isEqualTo("RENEWING");
        assertThat(VaultChannel.detail(failure, RetryInfo.class).orElseThrow().getRetryDelay())
                .isEqualTo(Durations.fromSeconds(1));
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(1000));
    }

    /** What is said of the deadline is less than what the vault keeps of it for its answer; the caller itself waits on. */
    @Test
    void accessToken_livingAndDueWithHardlyAnyTimeLeft_isServed() {
        office.offersOAuth2("user").connect("ada", Duration.ofMinutes(59), HOUR, true);
        var question = GetConnectionRequest.newBuilder()
                .setMinTtl(Durations.fromSeconds(300))
                .build();
        var headers = new Metadata();
        headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), "99m");

        var served = as(office, "ada")
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .getUserConnection(question);

        assertThat(served.getValue()).isEqualTo("access-of-ada");
    }

    @Test
    void minTtl_outOfBounds_isInvalidArgumentNamingIt() {
        for (var minTtl : new com.google.protobuf.Duration[] {
            Durations.fromSeconds(-1),
            Durations.fromSeconds(86_401),
            com.google.protobuf.Duration.newBuilder().setNanos(-1).setSeconds(1).build()
        }) {
            var question = GetConnectionRequest.newBuilder().setMinTtl(minTtl).build();
            assertInvalid(refused(() -> as(office, "ada").getUserConnection(question)), "min_ttl");
        }
    }

    @Test
    void rejection_ofSecret_promptsThePerson() {
        office.offersSecret("user");
        String id = office.putSecret(office.member("ada"), "user", "revoked")
                .extract()
                .path("id");

        var answer = as(office, "ada").reportRejected(report(id, 1));

        assertThat(answer.getAction()).isEqualTo(RejectedAction.REJECTED_ACTION_PROMPTED);
        assertThat(answer.getGeneration()).isOne();
    }

    @Test
    void rejection_ofAnothersConnection_isNotFound() {
        office.offersSecret("user");
        String id = office.putSecret(office.member("bob"), "user", "bob's")
                .extract()
                .path("id");

        var failure = refused(() -> as(office, "ada").reportRejected(report(id, 1)));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(reason(failure)).isEqualTo("NOT_FOUND");
    }

    @Test
    void rejection_ofWrongForm_isInvalidArgumentNamingTheField() {
        assertInvalid(refused(() -> as(office, "ada").reportRejected(report("", 1))), "connection_id");
        var id = UUID.randomUUID().toString();
        assertInvalid(refused(() -> as(office, "ada").reportRejected(report(id, 0))), "generation");
    }

    private ConnectionLookupBlockingStub as(Office where, String user) {
        return ConnectionLookupGrpc.newBlockingStub(channel.as(where.execution(user)));
    }

    private static ReportRejectedRequest report(String id, long generation) {
        return ReportRejectedRequest.newBuilder()
                .setConnectionId(id)
                .setGeneration(generation)
                .build();
    }

    private static void assertInvalid(StatusRuntimeException failure, String field) {
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(VaultChannel.detail(failure, BadRequest.class).orElseThrow().getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField)
                .containsExactly(field);
    }

    private static String reason(StatusRuntimeException failure) {
        return VaultChannel.detail(failure, ErrorInfo.class).orElseThrow().getReason();
    }

    private static StatusRuntimeException refused(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run);
    }
}
