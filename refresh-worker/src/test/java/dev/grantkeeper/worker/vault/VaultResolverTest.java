package dev.grantkeeper.worker.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolver.ResolutionResult;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VaultResolverTest {
    @Test
    void start_severalAddresses_namesAllThatResolveEachWithItsOwnAuthority() {
        var found = resolve("127.0.0.1:1001", "nowhere.invalid:1002", "[::1]:1003")
                .getAddressesOrError()
                .getValue();

        assertThat(found)
                .extracting(group -> group.getAddresses().toString())
                .containsExactly("[/127.0.0.1:1001]", "[/[0:0:0:0:0:0:0:1]:1003]");
        assertThat(found)
                .extracting(group -> group.getAttributes().get(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE))
                .containsExactly("127.0.0.1:1001", "[::1]:1003");
    }

    @Test
    void start_noneResolves_isUnavailable() {
        var status = resolve("nowhere.invalid:1001").getAddressesOrError().getStatus();

        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).contains("nowhere.invalid:1001");
    }

    private static ResolutionResult resolve(String... addresses) {
        var results = new ArrayList<ResolutionResult>();
        var resolver = new VaultResolver(
                List.of(addresses).stream().map(VaultAddress::of).toList(), args());
        resolver.start(new NameResolver.Listener2() {
            @Override
            public void onResult(ResolutionResult result) {
                results.add(result);
            }

            @Override
            public void onError(Status error) {
                throw error.asRuntimeException();
            }
        });
        return results.get(0);
    }

    private static NameResolver.Args args() {
        return NameResolver.Args.newBuilder()
                .setDefaultPort(443)
                .setProxyDetector(address -> null)
                .setSynchronizationContext(new SynchronizationContext((thread, failure) -> {
                    throw new AssertionError(failure);
                }))
                .setServiceConfigParser(new NameResolver.ServiceConfigParser() {
                    @Override
                    public NameResolver.ConfigOrError parseServiceConfig(java.util.Map<String, ?> config) {
                        return NameResolver.ConfigOrError.fromConfig(config);
                    }
                })
                .setOffloadExecutor(Runnable::run)
                .build();
    }
}
