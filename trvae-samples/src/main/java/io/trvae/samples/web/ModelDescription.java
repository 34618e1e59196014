package io.trvae.samples.web;

import io.trvae.DomainLabel;
import io.trvae.TransferPipeline;
import io.trvae.model.Provenance;
import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import io.trvae.network.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the model is and what the server offers: all that the page has to know.
 *
 * @param domains the model's domains
 * @param guesses whether the server can guess a picture's domain
 * @param faces the ways to say which faces are meant, see {@link FaceChoice}
 * @param examples pictures to try
 * @param limits what the server does at most
 * @param network the network layer by layer
 * @param provenance where the weights come from
 * @param backend what computes
 */
record ModelDescription(
    List<String> domains,
    boolean guesses,
    List<String> faces,
    List<ExampleDescription> examples,
    LimitsDescription limits,
    NetworkDescription network,
    ProvenanceDescription provenance,
    BackendDescription backend) {

  static ModelDescription of(
      TransferPipeline pipeline, boolean guesses, List<Example> examples, Limits limits) {
    TransferModel model = pipeline.model();
    return new ModelDescription(
        model.spec().domains().stream().map(DomainLabel::name).toList(),
        guesses,
        FaceChoice.ids(),
        examples.stream().map(ExampleDescription::of).toList(),
        new LimitsDescription(
            limits.uploadBytes(), limits.pixels(), limits.resultPixels(), limits.time().toMillis()),
        NetworkDescription.of(model),
        ProvenanceDescription.of(model.provenance()),
        new BackendDescription(pipeline.backend().name(), pipeline.backend().description()));
  }

  record ExampleDescription(String path, String domain, String title) {
    static ExampleDescription of(Example example) {
      return new ExampleDescription(example.path(), example.domain().name(), example.title());
    }
  }

  record LimitsDescription(int uploadBytes, long pixels, long resultPixels, long milliseconds) {}

  record BackendDescription(String name, String description) {}

  /**
   * The network.
   *
   * @param weights the types that weights are stored in
   * @param mmdLayer the index of the decoder's layer that the MMD penalty sees
   */
  record NetworkDescription(
      String architecture,
      int imageSize,
      int latentSize,
      int mmdSize,
      float dropout,
      long parameters,
      List<String> weights,
      List<LayerDescription> encoder,
      List<LayerDescription> heads,
      List<LayerDescription> decoder,
      int mmdLayer) {

    static NetworkDescription of(TransferModel model) {
      NetworkSpec spec = model.spec().network();
      Network network = model.network();
      int domains = spec.domainCount();
      Shape features = Network.chainShape(network.encoder(), spec.imageShape(), domains);
      return new NetworkDescription(
          spec.architecture().id(),
          spec.imageSize(),
          spec.latentSize(),
          spec.mmdSize(),
          spec.dropout(),
          network.parameters().stream().mapToLong(Parameter::size).sum(),
          model.tensors().values().stream()
              .map(Tensor::type)
              .distinct()
              .map(type -> type.name().toLowerCase(Locale.ROOT))
              .toList(),
          LayerDescription.ofChain(network.encoder(), spec.imageShape(), domains),
          List.of(
              LayerDescription.ofChain(List.of(network.mean()), features, domains).get(0),
              LayerDescription.ofChain(List.of(network.logVar()), features, domains).get(0)),
          LayerDescription.ofChain(network.decoder(), Shape.flat(spec.latentSize()), domains),
          network.mmdLayer());
    }
  }

  record ProvenanceDescription(
      String created,
      String licence,
      Map<String, Integer> data,
      Map<String, Double> metrics,
      Map<String, String> configuration,
      Map<String, String> software) {

    static ProvenanceDescription of(Provenance provenance) {
      return new ProvenanceDescription(
          provenance.created().toString(),
          provenance.licence(),
          provenance.data(),
          provenance.metrics(),
          provenance.configuration(),
          provenance.software());
    }
  }
}
