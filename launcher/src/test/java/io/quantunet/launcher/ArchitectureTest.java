package io.quantunet.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The architecture")
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.quantunet");

  @Test
  void letsArrowsPointOnlyDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("proto")
        .definedBy("io.quantunet.proto..")
        .layer("mqtt")
        .definedBy("io.quantunet.mqtt..")
        .layer("broker")
        .definedBy("io.quantunet.broker..")
        .layer("fpga-driver")
        .definedBy("io.quantunet.driver..")
        .layer("edge-node")
        .definedBy("io.quantunet.edge..")
        .layer("trainer")
        .definedBy("io.quantunet.trainer..")
        .layer("gateway")
        .definedBy("io.quantunet.gateway..")
        .layer("simulator")
        .definedBy("io.quantunet.simulator..")
        .layer("launcher")
        .definedBy("io.quantunet.launcher..")
        .whereLayer("proto")
        .mayNotAccessAnyLayer()
        .whereLayer("mqtt")
        .mayNotAccessAnyLayer()
        .whereLayer("broker")
        .mayNotAccessAnyLayer()
        .whereLayer("fpga-driver")
        .mayOnlyAccessLayers("proto")
        .whereLayer("edge-node")
        .mayOnlyAccessLayers("proto", "mqtt", "fpga-driver")
        .whereLayer("trainer")
        .mayOnlyAccessLayers("proto", "mqtt", "fpga-driver")
        .whereLayer("gateway")
        .mayOnlyAccessLayers("proto", "mqtt")
        .whereLayer("simulator")
        .mayOnlyAccessLayers("proto", "mqtt")
        .whereLayer("launcher")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void keepsAkkaOutOfTheContract() {
    noClasses()
        .that()
        .resideInAPackage("io.quantunet.proto..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("akka..")
        .check(CLASSES);
  }

  @Test
  void keepsTheMqttClientInsideTheConnector() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.quantunet.mqtt..", "io.quantunet.broker..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.hivemq..")
        .check(CLASSES);
  }

  @Test
  void keepsNativeCodeInsideItsEngineAndTheTrainersNet() {
    noClasses()
        .that()
        .resideInAnyPackage("io.quantunet..")
        .and()
        .resideOutsideOfPackages("io.quantunet.driver.engine.onednn..", "io.quantunet.trainer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", "org.nd4j..")
        .check(CLASSES);
  }

  @Test
  void hasNoCyclesBetweenTheDriversPackages() {
    slices().matching("io.quantunet.driver.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void hasNoCyclesBetweenTheOtherModulesPackages() {
    for (String module : new String[] {"edge", "trainer", "gateway", "simulator"}) {
      slices()
          .matching("io.quantunet." + module + ".(*)..")
          .should()
          .beFreeOfCycles()
          .check(CLASSES);
    }
  }

  @Test
  void namesCommandsByWhatTheyAre() {
    classes()
        .that()
        .areAnnotatedWith(picocli.CommandLine.Command.class)
        .and()
        .doNotHaveSimpleName("Main")
        .should()
        .haveSimpleNameEndingWith("Command")
        .check(CLASSES);
  }
}
