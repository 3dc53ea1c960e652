package dev.grantkeeper.testkit.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The two shapes all rules of this package have. */
final class Conditions {

    private Conditions() {}

    /** A rule that reports each line the function gives for a class. */
    static ArchRule eachClass(String rule, Function<JavaClass, Stream<String>> faults) {
        return ArchRuleDefinition.classes()
                .should(condition(rule, (type, events) -> faults.apply(type)
                        .distinct()
                        .forEach(fault -> events.add(SimpleConditionEvent.violated(type, fault)))))
                .as(rule)
                .allowEmptyShould(true);
    }

    /** A rule that reports each dependency for which the function does not answer true. */
    static ArchRule eachDependency(String rule, DependencyTest allowed) {
        return eachClass(rule, type -> type.getDirectDependenciesFromSelf().stream()
                .filter(dependency ->
                        !dependency.getTargetClass().getBaseComponentType().isPrimitive())
                .filter(dependency -> !allowed.holds(type, dependency.getTargetClass()))
                .map(Dependency::getDescription));
    }

    private static ArchCondition<JavaClass> condition(String name, BiConsumer<JavaClass, ConditionEvents> check) {
        return new ArchCondition<>(name) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, events);
            }
        };
    }

    @FunctionalInterface
    interface DependencyTest {
        boolean holds(JavaClass from, JavaClass to);
    }
}
