package dev.grantkeeper.vault.event;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** A change, its audit and the events that tell of it are committed together or not at all. */
public interface Transactions {

    /** Runs the work in one database transaction; within another one, as a part of it. */
    <T> Uni<T> inOne(Supplier<Uni<T>> work);
}
