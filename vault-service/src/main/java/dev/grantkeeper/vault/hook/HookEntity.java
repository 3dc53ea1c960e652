package dev.grantkeeper.vault.hook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "hook")
class HookEntity {

    @Id
    UUID id;

    String issuer;

    String app;

    String event;

    String url;

    @Column(name = "timeout_ms")
    int timeoutMs;

    @Column(name = "created_at")
    Instant createdAt;
}
