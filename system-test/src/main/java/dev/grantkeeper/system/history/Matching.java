package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which request was made with which lease. A request belongs to the newest lease at its arrival that has none yet: a worker
 * that was paused before it sent may come after its successor.
 */
final class Matching {

    /** A worker sends within seconds, unless it is paused. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private record Slot(Lease lease, List<TokenCall> calls) {

        boolean covers(TokenCall call) {
            return !lease.leasedAt().isAfter(call.arrivedAt().plus(Calls.CLOCKS))
                    && call.arrivedAt().isBefore(lease.leasedAt().plus(LONGEST));
        }
    }

    private final List<Slot> slots = new ArrayList<>();
    private final List<TokenCall> unleased = new ArrayList<>();

    /** @param leases of one grant, in their order */
    Matching(List<Lease> leases) {
        leases.forEach(lease -> slots.add(new Slot(lease, new ArrayList<>())));
    }

    /** Takes the requests of that grant in the order of their arrival. */
    void add(TokenCall call) {
        Slot newest = null;
        for (int i = slots.size() - 1; i >= 0; i--) {
            var slot = slots.get(i);
            if (slot.covers(call)) {
                if (slot.calls.isEmpty()) {
                    slot.calls.add(call);
                    return;
                }
                newest = newest == null ? slot : newest;
            }
        }
        (newest == null ? unleased : newest.calls).add(call);
    }

    List<Attempt> attempts() {
        return slots.stream().map(slot -> new Attempt(slot.lease, slot.calls)).toList();
    }

    List<TokenCall> unleased() {
        return List.copyOf(unleased);
    }
}
