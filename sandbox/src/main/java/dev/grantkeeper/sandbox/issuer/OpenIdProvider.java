package dev.grantkeeper.sandbox.issuer;

import static org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration.jwtDecoder;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.grantkeeper.sandbox.person.People;
import dev.grantkeeper.sandbox.person.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OidcConfigurer;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The platform as an OpenID provider under {@code /platform}: a second authorization server beside the external service's, of
 * the same library. It shares no bean with that one; what both look for as a bean is given to this one by hand.
 */
@Configuration(proxyBeanMethods = false)
class OpenIdProvider {

    private static final String AUTHORIZE = "/platform/oauth2/authorize";
    private static final RequestMatcher PLATFORM =
            PathPatternRequestMatcher.withDefaults().matcher("/platform/**");

    @Bean
    @Order(4)
    SecurityFilterChain openId(
            HttpSecurity http,
            IssuerSettings settings,
            ConsoleSettings console,
            Issuer issuer,
            People people,
            SignedIn signedIn,
            InstantSource clock) {
        JWKSource<SecurityContext> keys = issuer.keySource();
        http.setSharedObject(JWKSource.class, keys);
        http.oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(jwtDecoder(keys))));
        var trust = new AuthenticationTrustResolverImpl();
        var clients = PlatformClients.of(settings, console);
        var grants = new PlatformGrants(people);
        var refresh = new PublicRefresh(clients);
        var responses = new AuthorizationResponses();
        return http.oauth2AuthorizationServer(server -> {
                    http.securityMatcher(new AndRequestMatcher(PLATFORM, server.getEndpointsMatcher()));
                    server.registeredClientRepository(clients)
                            .authorizationService(grants)
                            .clientAuthentication(client ->
                                    client.authenticationConverter(refresh).authenticationProvider(refresh))
                            .authorizationConsentService(new InMemoryOAuth2AuthorizationConsentService())
                            .authorizationServerSettings(AuthorizationServerSettings.builder()
                                    .multipleIssuersAllowed(true)
                                    .jwkSetEndpoint("/jwks")
                                    .build())
                            .tokenGenerator(new DelegatingOAuth2TokenGenerator(
                                    new AccessTokens(issuer, people, clock),
                                    new RefreshTokens(clock),
                                    new JwtGenerator(new NimbusJwtEncoder(keys))))
                            .authorizationEndpoint(endpoint -> endpoint.authorizationResponseHandler(responses)
                                    .errorResponseHandler(responses))
                            .oidc(oidc -> describe(oidc, console, SigningOut.of(signedIn, grants)));
                })
                .authorizeHttpRequests(requests -> requests.requestMatchers(AUTHORIZE)
                        .access((caller, context) -> new AuthorizationDecision(
                                trust.isAuthenticated(caller.get()) || mayNotAsk(context.getRequest())))
                        .anyRequest()
                        .permitAll())
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/platform/sign-in")))
                .securityContext(contexts -> contexts.securityContextRepository(signedIn.contexts()))
                .requestCache(cache -> cache.requestCache(signedIn.interrupted()))
                .cors(cors -> cors.configurationSource(FrontEnds.of(console)))
                .build();
    }

    /** With {@code prompt=none} the endpoint itself answers that nobody is signed in (OpenID Connect Core 3.1.2.6). */
    private static boolean mayNotAsk(HttpServletRequest request) {
        return "none".equals(request.getParameter("prompt"));
    }

    private static void describe(
            OidcConfigurer oidc, ConsoleSettings console, AuthenticationSuccessHandler signingOut) {
        oidc.providerConfigurationEndpoint(
                        endpoint -> endpoint.providerConfigurationCustomizer(OpenIdProvider::describe))
                .logoutEndpoint(logout -> logout.logoutResponseHandler(signingOut)
                        .authenticationProviders(providers -> providers.forEach(provider -> {
                            if (provider instanceof OidcLogoutAuthenticationProvider own) {
                                own.setAuthenticationValidator(SigningOut.onlyTo(console));
                            }
                        })));
    }

    /** What the library says of itself, corrected by what is configured here. */
    private static void describe(OidcProviderConfiguration.Builder metadata) {
        metadata.idTokenSigningAlgorithms(algorithms -> {
                    algorithms.clear();
                    algorithms.add(SignatureAlgorithm.ES256.getName());
                })
                .grantTypes(
                        types -> types.retainAll(List.of("authorization_code", "refresh_token", "client_credentials")))
                .tokenEndpointAuthenticationMethod(ClientAuthenticationMethod.NONE.getValue())
                .scopes(scopes -> scopes.addAll(List.of("profile", PlatformGrants.DEVELOPER)))
                .claim("authorization_response_iss_parameter_supported", true)
                .claim("prompt_values_supported", List.of("none"));
    }
}
