"""The audit trail: session context, trigger installation, sealing and verification."""
