package dev.grantkeeper.sandbox;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;

/** Runs the whole sandbox on a free port. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(
        properties = {
            "sandbox.provider.client-secret=client-secret-1",
            "sandbox.provider.redirect-uris=http://127.0.0.1/v1/callback/email-sequencer",
            "sandbox.provider.users.ada=password-of-ada",
            "sandbox.provider.users.bob=password-of-bob",
            "sandbox.platform.bootstrap-secret=bootstrap-1",
            "sandbox.platform.worker-secret=worker-secret-1"
        })
public @interface SandboxTest {}
