package org.obol.discovery.registry;

/** An agent in a registry: its name for the whole world. */
public record AgentRegistration(RegistryId registry, AgentId agent) {}
