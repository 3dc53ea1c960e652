package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.vault.error.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps the vault from sending people to places its operator does not know (RFC 9700 section 4.11). */
@ApplicationScoped
class ReturnUrls {

    private static final int LONGEST = 2048;

    private final Set<Origin> allowed;

    ReturnUrls(ConnectConfig config) {
        allowed = config.returnOrigins().orElse(Set.of()).stream()
                .map(ReturnUrls::configured)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws Failure INVALID unless its origin is one of the configured */
    URI require(String address) {
        if (address.length() > LONGEST) {
            throw Failure.invalid("return_url", "must be at most " + LONGEST + " characters");
        }
        if (Origin.of(address).filter(allowed::contains).isEmpty()) {
            throw Failure.invalid(
                    "return_url", "must be a web address whose origin is listed in grantkeeper.connect.return-origins");
        }
        return URI.create(address);
    }

    private static Origin configured(String text) {
        var path = text.replaceFirst("^[^/]*//[^/?#]*", "");
        return Origin.of(text)
                .filter(origin -> path.isEmpty() || path.equals("/"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "grantkeeper.connect.return-origins must list origins such as https://app.example.com, not "
                                + text));
    }
}
