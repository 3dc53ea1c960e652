package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.Connection;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Sealed values that came too late to be applied. They end with their time, their grant, or by being used. */
interface Quarantine {

    Uni<Void> keep(QuarantinedValue value);

    /** Takes out what there is of the connection's present grant, for good; the newest first, and no more than so many. */
    Uni<List<QuarantinedValue>> take(Connection connection, int most);

    /** Erases what has been kept long enough, and what belongs to a grant that its connection no longer has. */
    Uni<Integer> erase();

    Uni<Long> size();
}
