package dev.grantkeeper.sandbox.issuer;

import java.util.List;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** What scripts of the console may call from its origin. Nothing here reads a cookie, so none may come along. */
final class FrontEnds {

    private static final List<String> PATHS =
            List.of("/platform/.well-known/**", "/platform/jwks", "/platform/oauth2/token", "/platform/userinfo");

    private FrontEnds() {}

    static CorsConfigurationSource of(ConsoleSettings console) {
        var allowed = new CorsConfiguration();
        allowed.setAllowedOriginPatterns(console.origins());
        allowed.setAllowedMethods(List.of("GET", "POST"));
        allowed.setAllowedHeaders(List.of("Authorization", "Content-Type"));
        allowed.setAllowCredentials(false);
        var byPath = new UrlBasedCorsConfigurationSource();
        PATHS.forEach(path -> byPath.registerCorsConfiguration(path, allowed));
        return byPath;
    }
}
