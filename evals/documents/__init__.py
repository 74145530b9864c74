"""Advisories of our own, about invented agencies and vendors, in the formats other than Markdown."""
