package dev.grantkeeper.system.fleet;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Hands out each token for most of its life. */
final class RememberedTokens implements PlatformTokens {

    private static final long GOOD_FOR = Duration.ofMinutes(12).toNanos();

    private record Minted(String token, long nanoTime) {

        boolean isGood() {
            return System.nanoTime() - nanoTime < GOOD_FOR;
        }
    }

    private final PlatformTokens mint;
    private final Map<Member, Minted> executions = new ConcurrentHashMap<>();
    private final Map<Member, Minted> persons = new ConcurrentHashMap<>();

    RememberedTokens(PlatformTokens mint) {
        this.mint = mint;
    }

    @Override
    public String execution(Member member) {
        return remembered(executions, member, mint::execution);
    }

    @Override
    public String person(Member member) {
        return remembered(persons, member, mint::person);
    }

    private static String remembered(Map<Member, Minted> known, Member member, Function<Member, String> mint) {
        return known.compute(
                        member,
                        (any, minted) -> minted != null && minted.isGood()
                                ? minted
                                : new Minted(mint.apply(member), System.nanoTime()))
                .token;
    }
}
