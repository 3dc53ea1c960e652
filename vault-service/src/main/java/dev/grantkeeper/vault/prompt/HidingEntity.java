package dev.grantkeeper.vault.prompt;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "prompt_hiding")
class HidingEntity {

    @Embeddable
    record Key(
            @Column(name = "prompt_id") UUID promptId,
            @Column(name = "user_id") String userId) {}

    @EmbeddedId
    Key key;

    @Column(name = "hidden_at")
    Instant hiddenAt;

    @Column(name = "until")
    Instant endsAt;
}
