package dev.grantkeeper.testkit.house;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Collection;
import java.util.Optional;

/** Reading the house's plan off class names. */
final class Names {

    private Names() {}

    /** The class that was written in a file of its own; nested classes are judged as a part of it. */
    static JavaClass topLevel(JavaClass type) {
        var top = type.getBaseComponentType();
        while (top.getEnclosingClass().isPresent()) {
            top = top.getEnclosingClass().get();
        }
        return top;
    }

    static boolean startsWithAny(String name, Collection<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }

    static boolean isAdapter(JavaClass type) {
        String name = topLevel(type).getSimpleName();
        return name.startsWith(HousePlan.POSTGRES_ADAPTER_PREFIX)
                || HousePlan.ADAPTER_SUFFIXES.stream().anyMatch(name::endsWith);
    }

    /** {@code vault} for {@code dev.grantkeeper.vault.value.Values}; empty for a foreign class. */
    static Optional<String> module(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        if (!name.startsWith(HousePlan.ROOT)) {
            return Optional.empty();
        }
        String inside = name.substring(HousePlan.ROOT.length());
        int dot = inside.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(inside.substring(0, dot));
    }

    /** {@code value} for {@code dev.grantkeeper.vault.value.Values}; the empty string in the module's root package. */
    static String room(JavaClass type) {
        String start = HousePlan.ROOT + module(type).orElseThrow();
        String name = type.getBaseComponentType().getPackageName();
        return name.equals(start) ? "" : name.substring(start.length() + 1);
    }
}
