package dev.grantkeeper.testkit.house;

import static dev.grantkeeper.testkit.house.Conditions.eachClass;
import static dev.grantkeeper.testkit.house.Conditions.eachDependency;
import static dev.grantkeeper.testkit.house.Names.module;
import static dev.grantkeeper.testkit.house.Names.room;
import static dev.grantkeeper.testkit.house.Names.startsWithAny;
import static dev.grantkeeper.testkit.house.Names.topLevel;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.grantkeeper.testkit.house.HousePlan.Technology;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What may use what: modules, rooms, adapters and technologies, by the tables of {@link HousePlan}. */
final class Walls {

    private Walls() {}

    static Stream<ArchRule> rules() {
        return Stream.concat(
                Stream.of(
                        noCycles(),
                        modules(),
                        foreignPackages(),
                        rooms(),
                        adapters(),
                        ownAdapters(),
                        emptyNames(),
                        sql()),
                HousePlan.TECHNOLOGIES.stream().map(Walls::technology));
    }

    private static ArchRule noCycles() {
        return SlicesRuleDefinition.slices()
                .matching(HousePlan.ROOT + "(**)")
                .should()
                .beFreeOfCycles()
                .as("packages are free of cycles")
                .allowEmptyShould(true);
    }

    private static ArchRule modules() {
        return eachDependency("modules use only the modules below them", (from, to) -> {
            var own = module(from);
            var other = module(to);
            return own.isEmpty()
                    || other.isEmpty()
                    || own.equals(other)
                    || HousePlan.MODULES.getOrDefault(own.get(), Set.of()).contains(other.get());
        });
    }

    private static ArchRule foreignPackages() {
        return eachDependency("modules without a framework stay without one", (from, to) -> {
            var foreign = module(from).map(HousePlan.FOREIGN_PACKAGES::get);
            return foreign.isEmpty()
                    || module(to).isPresent()
                    || startsWithAny(to.getBaseComponentType().getName(), foreign.get());
        });
    }

    private static ArchRule rooms() {
        return eachClass("rooms point only at the rooms they may", type -> {
            var rooms = module(type).map(HousePlan.ROOMS::get).orElse(Map.of());
            if (rooms.isEmpty()) {
                return Stream.empty();
            }
            var allowed = rooms.get(room(type));
            if (allowed == null) {
                return Stream.of(type.getName() + " is in no room of HousePlan.ROOMS");
            }
            return type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> module(dependency.getTargetClass()).equals(module(type)))
                    .filter(dependency -> {
                        String other = room(dependency.getTargetClass());
                        return !other.equals(room(type)) && !allowed.contains(other);
                    })
                    .map(dependency -> dependency.getDescription());
        });
    }

    /** Adapters are reached through a port. Jakarta REST wants its resources public (Jakarta RESTful Web Services 3.1, section 3.1). */
    private static ArchRule adapters() {
        return eachClass(
                "adapters are package-private",
                type -> inRooms(type)
                                && Names.isAdapter(type)
                                && type.equals(topLevel(type))
                                && type.getModifiers().contains(JavaModifier.PUBLIC)
                                && !HousePlan.PUBLIC_ADAPTERS.contains(type.getName())
                                && !type.isAnnotatedWith(HousePlan.REST_RESOURCE)
                        ? Stream.of(type.getName() + " is a public adapter")
                        : Stream.empty());
    }

    private static ArchRule ownAdapters() {
        return eachDependency(
                "adapters are named by their own room only",
                (from, to) -> !inRooms(to)
                        || !Names.isAdapter(to)
                        || HousePlan.PUBLIC_ADAPTERS.contains(to.getName())
                        || from.getPackageName().equals(to.getPackageName()));
    }

    private static ArchRule emptyNames() {
        return eachClass("packages are named for what is in them", type -> Arrays.stream(
                        type.getPackageName().split("\\."))
                .filter(HousePlan.EMPTY_NAMES::contains)
                .map(name -> type.getName() + " is in a package named " + name));
    }

    private static ArchRule technology(Technology technology) {
        return eachDependency(
                technology.name() + " only in " + technology.suffixes() + technology.homes(),
                (from, to) -> !startsWithAny(to.getBaseComponentType().getName(), technology.packages())
                        || technology.suffixes().stream()
                                .anyMatch(topLevel(from).getSimpleName()::endsWith)
                        || startsWithAny(from.getName(), technology.homes()));
    }

    private static ArchRule sql() {
        return eachDependency(
                "SQL and mapping only in Postgres* and entities",
                (from, to) -> !startsWithAny(to.getBaseComponentType().getName(), HousePlan.SQL_PACKAGES)
                        || mayKnowTables(topLevel(from)));
    }

    private static boolean mayKnowTables(JavaClass type) {
        return type.getSimpleName().startsWith(HousePlan.POSTGRES_ADAPTER_PREFIX) || isEntity(type);
    }

    private static boolean isEntity(JavaClass type) {
        return type.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().getPackageName().equals("jakarta.persistence"));
    }

    private static boolean inRooms(JavaClass type) {
        return module(type).filter(HousePlan.ROOMS::containsKey).isPresent();
    }
}
