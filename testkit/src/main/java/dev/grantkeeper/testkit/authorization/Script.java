package dev.grantkeeper.testkit.authorization;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which call meets which fault: those in line for the endpoint, then rules, then the client's habit, then the endpoint's. */
final class Script {

    private record Habit(String clientId, Endpoint endpoint) {}

    private record Rule(Predicate<RecordedCall> which, Fault fault) {}

    private final Map<Endpoint, Deque<Fault>> next = new EnumMap<>(Endpoint.class);
    private final List<Rule> rules = new ArrayList<>();
    private final Map<Habit, Fault> clientHabits = new HashMap<>();
    private final Map<Endpoint, Fault> habits = new EnumMap<>(Endpoint.class);

    synchronized void next(Endpoint endpoint, Fault... faults) {
        next.computeIfAbsent(endpoint, any -> new ArrayDeque<>()).addAll(List.of(faults));
    }

    synchronized void where(Predicate<RecordedCall> which, Fault fault) {
        rules.add(new Rule(which, fault));
    }

    synchronized void withoutRules() {
        rules.clear();
    }

    synchronized void always(Endpoint endpoint, Fault fault) {
        habits.put(endpoint, fault);
    }

    synchronized void always(String clientId, Endpoint endpoint, Fault fault) {
        if (fault == Fault.NONE) {
            clientHabits.remove(new Habit(clientId, endpoint));
        } else {
            clientHabits.put(new Habit(clientId, endpoint), fault);
        }
    }

    synchronized Fault play(RecordedCall call) {
        var waiting = next.get(call.endpoint());
        if (waiting != null && !waiting.isEmpty()) {
            return waiting.poll();
        }
        for (var rule : rules) {
            if (rule.which().test(call)) {
                return rule.fault();
            }
        }
        var habit = habits.getOrDefault(call.endpoint(), Fault.NONE);
        return clientHabits.isEmpty()
                ? habit
                : clientHabits.getOrDefault(new Habit(call.clientId().orElse(""), call.endpoint()), habit);
    }
}
