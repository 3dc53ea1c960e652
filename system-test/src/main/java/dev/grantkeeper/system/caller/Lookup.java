package dev.grantkeeper.system.caller;

import dev.grantkeeper.system.caller.Looked.Served;

/** What app code does: asks for a connection and gets a value that works, or a refusal that says why. */
public interface Lookup {

    /** The connection of the user who triggered the execution. */
    Looked user(String executionToken);

    /** The connection that the workspace shares. */
    Looked workspace(String executionToken);

    /** {@code REST} or {@code gRPC}. */
    String protocol();

    /** @throws IllegalStateException unless a value came */
    default Served served(Looked looked) {
        if (looked instanceof Served served) {
            return served;
        }
        throw new IllegalStateException("the lookup over " + protocol() + " was refused: " + looked);
    }

    /** @throws IllegalStateException unless it was refused for this reason */
    default Looked.Refused refused(Looked looked, String reason) {
        if (looked instanceof Looked.Refused refused && refused.reason().equals(reason)) {
            return refused;
        }
        throw new IllegalStateException(
                "the lookup over " + protocol() + " was to be refused with " + reason + ", but: " + looked);
    }
}
