package dev.grantkeeper.sandbox.platform;

import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

@Component
class SystemClock implements InstantSource {

    @Override
    public Instant instant() {
        return Instant.now();
    }
}
