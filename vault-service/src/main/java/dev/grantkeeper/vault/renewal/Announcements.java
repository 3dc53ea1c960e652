package dev.grantkeeper.vault.renewal;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Tells workers what is due. They may hear of it twice, late or never: the due time in the database is the truth. */
interface Announcements {

    /** Never fails, and ends in bounded time: those that the broker has acknowledged by then. */
    Uni<List<Due>> publish(List<Due> dues);

    /** Publishes without waiting for the broker. */
    void publishSoon(Due due);
}
