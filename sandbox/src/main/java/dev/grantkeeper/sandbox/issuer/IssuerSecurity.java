package dev.grantkeeper.sandbox.issuer;

import dev.grantkeeper.sandbox.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** The platform's doors. Minting is for whoever knows the bootstrap secret, on this machine. */
@Configuration(proxyBeanMethods = false)
class IssuerSecurity {

    private static final IpAddressMatcher IPV4_LOOPBACK = new IpAddressMatcher("127.0.0.0/8");
    private static final IpAddressMatcher IPV6_LOOPBACK = new IpAddressMatcher("::1");

    @Bean
    @Order(4)
    SecurityFilterChain platform(HttpSecurity http, IssuerSettings settings) {
        String expected = "Bearer " + settings.bootstrapSecret();
        return http.securityMatcher("/platform/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers("/platform/tokens")
                        .access((caller, context) -> new AuthorizationDecision(
                                isLoopback(context.getRequest()) && bears(expected, context.getRequest())))
                        .anyRequest()
                        .permitAll())
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
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
