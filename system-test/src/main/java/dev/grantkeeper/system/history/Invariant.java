package dev.grantkeeper.system.history;

/** What must hold of every run, whatever was broken in it. */
public enum Invariant {
    /** Each refresh token is presented once, unless the provider's policy allows to present it again. */
    PRESENTED_ONCE,
    /** No generation is lost, written twice, or goes back. */
    GENERATIONS,
    /** No value is served past the provider's own expiry, and none with a promise beyond it. */
    NOTHING_EXPIRED,
    /** Every token that the provider issued and delivered is stored, or was replaced. */
    NOTHING_DROPPED,
    /** Nobody is asked to authenticate whose grant the vault could still have used. */
    NOBODY_PROMPTED,
    /** One request for each lease, and one lease at a time. */
    ONE_REQUEST,
    /** What a person took back is revoked at the provider, and no longer served. */
    DISCONNECTED,
    /** Once a person has authorized anew, nothing of an older grant is served or renewed. */
    NEW_GRANT,
    /** Whoever listens to Kafka hears of every generation, in its order. */
    EVERYTHING_TOLD
}
