package dev.grantkeeper.sandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;

/**
 * The platform around Grantkeeper, to try it with: an external service's OAuth 2.0 authorization server under
 * {@code /oauth2}, and the platform's own token issuer under {@code /platform}.
 *
 * <p>For trying and testing only: everything is kept in memory and gone at exit. The provider's access tokens are
 * opaque, so the authorization server gets no signing key.
 */
@SpringBootApplication(proxyBeanMethods = false, exclude = OAuth2AuthorizationServerJwtAutoConfiguration.class)
@ConfigurationPropertiesScan
public class Sandbox {

    public static void main(String[] args) {
        SpringApplication.run(Sandbox.class, args);
    }
}
