package io.trvae.samples.benchmark.engine;

import io.trvae.Precision;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.samples.onnx.OnnxExport;
import io.trvae.spi.BackendStatus;
import java.util.Optional;

/** What is compared. A further precision of an engine is one more kind. */
public enum EngineKind {
  /** Our own plan for the processor. */
  TRVAE("trvae", Precision.FLOAT32, "onednn"),

  /** The same, rounded. */
  TRVAE_BFLOAT16("trvae", Precision.BFLOAT16, "onednn"),

  /** Our portable backend. */
  ND4J("nd4j", Precision.FLOAT32, "nd4j"),

  /** ONNX Runtime, on the exported model. */
  ONNXRUNTIME("onnxruntime", Precision.FLOAT32, "") {
    @Override
    public TransferEngine open(TransferModel model, int threads) {
      ModelSpec spec = model.spec();
      return new OnnxRuntimeEngine(
          OnnxExport.transfer(model), spec.imageSize(), spec.domains().size(), threads);
    }
  },

  /** PyTorch through DJL. */
  DJL_PYTORCH("djl-pytorch", Precision.FLOAT32, "") {
    @Override
    public TransferEngine open(TransferModel model, int threads) {
      return new DjlEngine(model, threads);
    }
  };

  private final String engine;
  private final Precision precision;
  private final String provider;

  EngineKind(String engine, Precision precision, String provider) {
    this.engine = engine;
    this.precision = precision;
    this.provider = provider;
  }

  /** Returns the engine's name in the results. */
  public String engine() {
    return engine;
  }

  /** Returns the precision that it computes in. */
  public String dtype() {
    return precision.id();
  }

  /** Returns the same. */
  public Precision precision() {
    return precision;
  }

  /** Returns why this machine cannot run it, or nothing if it can. */
  public Optional<String> missing() {
    return isOurs()
            && BackendEngine.provider(provider).probe(precision)
                instanceof BackendStatus.Unavailable unavailable
        ? Optional.of(unavailable.reason())
        : Optional.empty();
  }

  /**
   * Returns how far a value of a transferred image may be from what the portable backend computes.
   * With random weights values go up to 9; of these 0.06 has been seen with bfloat16.
   */
  public float tolerance() {
    return switch (precision) {
      case FLOAT32 -> 1e-3f;
      case TF32, FLOAT16, BFLOAT16 -> 0.1f;
    };
  }

  /** Tells whether it is one of the project's own backends. */
  public boolean isOurs() {
    return !provider.isEmpty();
  }

  /** Returns the name of the backend, empty for peers. */
  public String provider() {
    return provider;
  }

  /** Takes up a model. */
  public TransferEngine open(TransferModel model, int threads) {
    return BackendEngine.open(provider, model, threads, precision);
  }

  /** Returns its name and precision. */
  @Override
  public String toString() {
    return engine + " " + dtype();
  }
}
