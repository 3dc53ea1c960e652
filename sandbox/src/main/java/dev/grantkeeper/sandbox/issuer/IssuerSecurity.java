package dev.grantkeeper.sandbox.issuer;

import dev.grantkeeper.sandbox.Secrets;
import dev.grantkeeper.sandbox.person.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** The platform's doors. Minting tokens, and links that sign somebody in, is for whoever knows the
 * bootstrap secret, on this machine. */
@Configuration(proxyBeanMethods = false)
class IssuerSecurity {

    private static final String[] MINTING = {"/platform/tokens", "/platform/sign-in-links"};
    private static final IpAddressMatcher IPV4_LOOPBACK = new IpAddressMatcher("127.0.0.0/8");
    private static final IpAddressMatcher IPV6_LOOPBACK = new IpAddressMatcher("::1");

    /** All that the protocol's endpoints leave, questions about them that browsers ask beforehand among it. */
    @Bean
    @Order(5)
    SecurityFilterChain platform(
            HttpSecurity http, IssuerSettings settings, ConsoleSettings console, SignedIn signedIn) {
        String expected = "Bearer " + settings.bootstrapSecret();
        return http.securityMatcher("/platform/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.POST, MINTING)
                        .access((caller, context) -> new AuthorizationDecision(
                                isLoopback(context.getRequest()) && bears(expected, context.getRequest())))
                        .anyRequest()
                        .permitAll())
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
                .securityContext(contexts -> contexts.securityContextRepository(signedIn.contexts()))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .cors(cors -> cors.configurationSource(FrontEnds.of(console)))
                .csrf(csrf -> csrf.ignoringRequestMatchers(MINTING))
                .build();
    }

    private static boolean isLoopback(HttpServletRequest request) {
        return IPV4_LOOPBACK.matches(request) || IPV6_LOOPBACK.matches(request);
    }

    private static boolean bears(String expected, HttpServletRequest request) {
        String presented = request.getHeader(HttpHeaders.AUTHORIZATION);
        return presented != null && Secrets.same(expected, presented);
    }
}
