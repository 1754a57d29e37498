-- Clock cycles that an accelerator took for a frame; 0 on a CPU.
ALTER TABLE results ADD COLUMN device_cycles BIGINT DEFAULT 0 NOT NULL;
