package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSource;
import io.trvae.model.ModelSpec;
import io.trvae.model.Provenance;
import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.NetworkSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a model file says of itself. */
@Command(
    name = "info",
    description =
        "Tells what a model is: its network, its domains, and where its weights come from.")
final class Info implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "The model file. Default: the bundled model.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    ModelSource source = file == null ? ModelSource.bundled() : ModelSource.file(file);
    TransferModel model = source.load();
    PrintWriter out = spec.commandLine().getOut();
    out.println(source);
    printModel(out, model);
    printProvenance(out, model.provenance());
    return 0;
  }

  private static void printModel(PrintWriter out, TransferModel model) {
    ModelSpec spec = model.spec();
    NetworkSpec network = spec.network();
    long parameters =
        model.network().parameters().stream().mapToLong(parameter -> parameter.size()).sum();
    String types =
        model.tensors().values().stream()
            .map(Tensor::type)
            .distinct()
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    print(out, "architecture", network.architecture().id());
    print(out, "image size", network.imageSize() + " x " + network.imageSize());
    print(
        out,
        "domains",
        spec.domains().stream().map(DomainLabel::name).collect(Collectors.joining(", ")));
    print(out, "latent size", network.latentSize());
    print(out, "MMD size", network.mmdSize());
    print(out, "dropout", network.dropout());
    print(out, "parameters", String.format(Locale.ROOT, "%,d as %s", parameters, types));
  }

  private static void printProvenance(PrintWriter out, Provenance provenance) {
    print(out, "created", provenance.created());
    print(out, "licence", provenance.licence());
    printAll(out, "training images", provenance.data());
    printAll(out, "metrics", provenance.metrics());
    printAll(out, "configuration", provenance.configuration());
    printAll(out, "software", provenance.software());
  }

  private static void printAll(PrintWriter out, String title, Map<String, ?> values) {
    if (!values.isEmpty()) {
      out.println(title);
      values.forEach(
          (name, value) -> out.printf("  %-28s %s%n", printable(name), printable(value)));
    }
  }

  private static void print(PrintWriter out, String name, Object value) {
    out.printf("%-30s %s%n", name, printable(value));
  }

  /** A model file is a stranger's text: it must not steer the terminal. */
  private static String printable(Object value) {
    return value.toString().replaceAll("\\p{Cc}", "?");
  }
}
