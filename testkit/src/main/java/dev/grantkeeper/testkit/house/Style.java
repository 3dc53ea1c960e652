package dev.grantkeeper.testkit.house;

import static com.tngtech.archunit.core.domain.JavaConstructor.CONSTRUCTOR_NAME;
import static dev.grantkeeper.testkit.house.Conditions.eachClass;
import static dev.grantkeeper.testkit.house.Names.topLevel;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Calendar;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How code is written, wherever it is. */
final class Style {
    private static final Set<String> CLIENTS = Set.of("createHttpClient", "httpClientBuilder", "createNetClient");

    private Style() {}

    static Stream<ArchRule> rules(Set<String> revealing, Set<String> printing) {
        return Stream.of(
                noFieldInjection(), noWallClock(), onlyEgressConnects(), noPrinting(printing), revealing(revealing));
    }

    private static ArchRule noFieldInjection() {
        return eachClass(
                "no field injection",
                type -> type.isRecord()
                        ? Stream.empty()
                        : type.getFields().stream()
                                .filter(field -> field.getAnnotations().stream()
                                        .anyMatch(annotation -> HousePlan.INJECTING_ANNOTATIONS.contains(
                                                annotation.getRawType().getName())))
                                .map(field -> field.getFullName() + " is injected; take it in the constructor"));
    }

    private static ArchRule noWallClock() {
        return accesses(
                "time comes from an InstantSource, except in platform",
                type -> !type.getPackageName().endsWith(".platform"),
                Style::readsWallClock);
    }

    private static boolean readsWallClock(JavaAccess<?> access) {
        if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
            return false;
        }
        var owner = target.getOwner();
        String name = target.getName();
        return switch (owner.getName()) {
            case "java.lang.System" -> name.equals("currentTimeMillis");
            case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
            case "java.time.InstantSource" -> name.equals("system");
            case "java.util.Date" ->
                name.equals(CONSTRUCTOR_NAME) && target.getRawParameterTypes().isEmpty();
            default ->
                owner.isAssignableTo(Calendar.class) && name.equals("getInstance")
                        || owner.getPackageName().equals("java.time")
                                && name.equals("now")
                                && target.getRawParameterTypes().stream()
                                        .noneMatch(parameter -> parameter.isEquivalentTo(Clock.class));
        };
    }

    private static ArchRule onlyEgressConnects() {
        return accesses(
                "only oauth2.egress calls out",
                type -> Names.module(type).filter(HousePlan.GUARDED::contains).isPresent()
                        && !type.getPackageName().equals(HousePlan.EGRESS),
                Style::makesHttpClient);
    }

    private static boolean makesHttpClient(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return owner.startsWith("io.vertx.") && CLIENTS.contains(name)
                || owner.equals("java.net.Socket")
                || owner.startsWith("io.vertx.") && owner.endsWith(".WebClient")
                || owner.startsWith("java.net.http.")
                || owner.equals("java.net.URL") && (name.startsWith("open") || name.equals("getContent"));
    }

    private static ArchRule noPrinting(Set<String> printing) {
        return accesses(
                "nothing prints past the log",
                type -> !printing.contains(topLevel(type).getName()),
                access -> {
                    String name = access.getTarget().getName();
                    return access.getTargetOwner().isEquivalentTo(System.class)
                                    && (name.equals("out") || name.equals("err"))
                            || access.getTargetOwner().isAssignableTo(Throwable.class)
                                    && name.equals("printStackTrace");
                });
    }

    private static ArchRule revealing(Set<String> revealing) {
        return accesses(
                "secrets are revealed only by " + revealing,
                type -> !revealing.contains(topLevel(type).getName()),
                Style::takesSecretOut);
    }

    /** Whether this is a call, or a method reference, that takes the bytes or text out of another class's secret. */
    static boolean takesSecretOut(JavaAccess<?> access) {
        return access.getTarget().getName().startsWith("reveal")
                && Names.module(access.getTargetOwner()).isPresent()
                && !topLevel(access.getTargetOwner()).equals(topLevel(access.getOriginOwner()));
    }

    private static ArchRule accesses(String rule, Predicate<JavaClass> judged, Predicate<JavaAccess<?>> wrong) {
        return eachClass(
                rule,
                type -> judged.test(type)
                        ? type.getAccessesFromSelf().stream().filter(wrong).map(JavaAccess::getDescription)
                        : Stream.empty());
    }
}
