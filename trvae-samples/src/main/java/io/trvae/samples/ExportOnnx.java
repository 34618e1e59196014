package io.trvae.samples;

import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import io.trvae.samples.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a model in the format that phones and browsers run. */
@Command(
    name = "export-onnx",
    sortOptions = false,
    description =
        "Writes a model as ONNX: encoder.onnx, decoder.onnx, and transfer.onnx, which is both in"
            + " one. Each takes batches of any size.")
final class ExportOnnx implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model file. Default: the bundled model.")
  private @Nullable Path model;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "The folder to write to.")
  private Path out;

  @Option(
      names = {"-f", "--force"},
      description = "Replace files that are there already.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    Path encoder = OutputFiles.prepare(out.resolve("encoder.onnx"), force);
    Path decoder = OutputFiles.prepare(out.resolve("decoder.onnx"), force);
    Path transfer = OutputFiles.prepare(out.resolve("transfer.onnx"), force);
    TransferModel loaded = (model == null ? ModelSource.bundled() : ModelSource.file(model)).load();
    write(encoder, OnnxExport.encoder(loaded));
    write(decoder, OnnxExport.decoder(loaded));
    write(transfer, OnnxExport.transfer(loaded));
    return 0;
  }

  private void write(Path file, byte[] graph) throws IOException {
    OutputFiles.write(file, out -> out.write(graph));
    spec.commandLine().getOut().println(file);
  }
}
