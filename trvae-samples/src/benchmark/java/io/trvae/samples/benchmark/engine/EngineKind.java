package io.trvae.samples.benchmark.engine;

import io.trvae.model.TransferModel;

/** What is compared. A further precision of an engine is one more kind. */
public enum EngineKind {
  /** Our own plan for the processor. */
  TRVAE("trvae", "float32", "onednn"),

  /** Our portable backend. */
  ND4J("nd4j", "float32", "nd4j"),

  /** ONNX Runtime, on the exported model. */
  ONNXRUNTIME("onnxruntime", "float32", "") {
    @Override
    public TransferEngine open(TransferModel model, int threads) {
      return new OnnxRuntimeEngine(OnnxExporter.export(model), model.spec(), threads);
    }
  },

  /** PyTorch through DJL. */
  DJL_PYTORCH("djl-pytorch", "float32", "") {
    @Override
    public TransferEngine open(TransferModel model, int threads) {
      return new DjlEngine(model, threads);
    }
  };

  private final String engine;
  private final String dtype;
  private final String provider;

  EngineKind(String engine, String dtype, String provider) {
    this.engine = engine;
    this.dtype = dtype;
    this.provider = provider;
  }

  /** Returns the engine's name in the results. */
  public String engine() {
    return engine;
  }

  /** Returns the precision that it computes in. */
  public String dtype() {
    return dtype;
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
    return BackendEngine.open(provider, model, threads);
  }

  /** Returns its name and precision. */
  @Override
  public String toString() {
    return engine + " " + dtype;
  }
}
