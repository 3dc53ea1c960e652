package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * People put prompts aside, each for themselves: for a while, or until app code needs them again. Their other tabs hear of it as of
 * every change of a prompt, from whichever vault serves them. What is not open any more is answered as it is.
 */
@ApplicationScoped
class HidingPrompts {

    private static final Logger LOG = Logger.getLogger(HidingPrompts.class);
    private static final Duration LONGEST_SNOOZE = Duration.ofDays(30);
    /** Front ends go by clocks of their own. */
    private static final Duration GRACE = Duration.ofMinutes(1);
    /** Code that fails every few seconds must not bring back every few seconds what somebody wants to be rid of. */
    private static final Duration DISMISSED_FOR = Duration.ofHours(1);

    private final StoredPrompts prompts;
    private final StoredHidings hidings;
    private final PromptNews news;
    private final Connections connections;
    private final Transactions transactions;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final Set<UUID> beingShown = ConcurrentHashMap.newKeySet();

    HidingPrompts(
            StoredPrompts prompts,
            StoredHidings hidings,
            PromptNews news,
            Connections connections,
            Transactions transactions,
            MeterRegistry metrics,
            InstantSource clock) {
        this.prompts = prompts;
        this.hidings = hidings;
        this.news = news;
        this.connections = connections;
        this.transactions = transactions;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Fails with NOT_FOUND for a prompt that is not this person's to answer, INVALID for a time that has passed or is far off. */
    Uni<Shown> snooze(Person person, UUID prompt, Instant until) {
        var now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SNOOZE).plus(GRACE))) {
            throw Failure.invalid(
                    "until", "must be in the future, and " + LONGEST_SNOOZE.toDays() + " days from now at most");
        }
        var exact = Optional.of(until.truncatedTo(ChronoUnit.MILLIS));
        return hide(person, prompt, exact, before -> before.until().equals(exact), "snooze");
    }

    /** Fails with NOT_FOUND for a prompt that is not this person's to answer. */
    Uni<Shown> dismiss(Person person, UUID prompt) {
        return hide(person, prompt, Optional.empty(), Hiding::isDismissal, "dismissal");
    }

    private Uni<Shown> hide(Person person, UUID id, Optional<Instant> until, Predicate<Hiding> repeated, String how) {
        return change(person, id, before -> before.filter(repeated).isPresent(), prompt -> hidings.put(
                        prompt.id(), new Hiding(person.user(), clock.instant(), until))
                .invoke(() -> metrics.counter("grantkeeper.prompts.hidden", "how", how)
                        .increment()));
    }

    /** However it was put aside. Fails with NOT_FOUND for a prompt that is not this person's to answer. */
    Uni<Shown> show(Person person, UUID prompt) {
        return change(person, prompt, Optional::isEmpty, open -> hidings.delete(open.id(), person.user()));
    }

    private interface Change {
        Uni<Void> of(Prompt open);
    }

    /** @param stays whether what the person did before is what they want now */
    private Uni<Shown> change(Person person, UUID id, Predicate<Optional<Hiding>> stays, Change change) {
        return prompts.find(id).flatMap(seen -> {
            var key = own(person, seen).key();
            return transactions.inOne(() -> connections
                    .lockOrNew(key)
                    .chain(() -> prompts.find(id))
                    .flatMap(found -> change(person, own(person, found), stays, change)));
        });
    }

    private Uni<Shown> change(Person person, Prompt prompt, Predicate<Optional<Hiding>> stays, Change change) {
        if (prompt.resolvedAt().isPresent()) {
            return news.show(prompt, List.of());
        }
        return hidings.of(prompt.id()).flatMap(before -> {
            var own = before.stream()
                    .filter(hiding -> hiding.user().equals(person.user()))
                    .findFirst();
            return stays.test(own)
                    ? news.show(prompt, before)
                    : change.of(prompt).chain(() -> hidings.of(prompt.id())).flatMap(after -> news.tell(prompt, after));
        });
    }

    private static Prompt own(Person person, Optional<Prompt> found) {
        return found.filter(prompt -> prompt.key().tenant().equals(person.tenant()))
                .filter(prompt -> person.mayActFor(prompt.key().owner()))
                .orElseThrow(() -> Failure.notFound("prompt"));
    }

    /**
     * App code needs somebody: who dismissed it long enough ago sees it again. In a transaction of its own, and never fails: whoever
     * waits for the prompt gets it all the same, and the next who asks tries again.
     */
    Uni<Void> showAnew(Prompt open) {
        // Of all who ask at once, one vault's first does it, and the others do not wait for the lock.
        if (!isToShowAnew(open) || !beingShown.add(open.id())) {
            return Uni.createFrom().voidItem();
        }
        return transactions
                .inOne(() -> connections
                        .lockOrNew(open.key())
                        .chain(() -> prompts.find(open.id()))
                        .flatMap(found -> found.filter(this::isToShowAnew)
                                .map(this::endDismissals)
                                .orElseGet(() -> Uni.createFrom().voidItem())))
                .onTermination()
                .invoke(() -> beingShown.remove(open.id()))
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "prompt %s is not shown anew: %s",
                        open.id(), fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    private boolean isToShowAnew(Prompt prompt) {
        return prompt.resolvedAt().isEmpty()
                && prompt.dismissedAt().filter(at -> !at.isAfter(longAgo())).isPresent();
    }

    private Uni<Void> endDismissals(Prompt open) {
        return hidings.endDismissals(open.id(), longAgo())
                .chain(() -> hidings.of(open.id()))
                .flatMap(left -> news.tell(open, left))
                .invoke(() -> metrics.counter("grantkeeper.prompts.shown.anew").increment())
                .replaceWithVoid();
    }

    private Instant longAgo() {
        return clock.instant().minus(DISMISSED_FOR);
    }
}
