package org.obol.node.sale;

import java.util.function.UnaryOperator;
import org.obol.x402.facilitator.Facilitator;
import org.obol.x402.gate.ChainWitness;
import org.obol.x402.gate.PaymentScheme;
import org.obol.x402.gate.PaymentStore;
import org.obol.x402.gate.Policy;

/**
 * What a node takes payments with.
 *
 * @param network CAIP-2 name of the chain it takes them on
 * @param around put around the store of payments; tests kill a node there
 */
public record Till(
    String network,
    Facilitator facilitator,
    ChainWitness witness,
    PaymentScheme scheme,
    Policy policy,
    UnaryOperator<PaymentStore> around) {}
