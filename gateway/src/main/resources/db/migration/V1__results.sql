-- Standard SQL that H2 2.x and PostgreSQL 15+ both take.

CREATE TABLE results (
  -- Order of arrival; the cursor of the paged list.
  id               BIGINT GENERATED ALWAYS AS IDENTITY,
  device           VARCHAR(64)      NOT NULL,
  session          VARCHAR(64)      NOT NULL,
  sequence         BIGINT           NOT NULL CHECK (sequence > 0),
  outcome          VARCHAR(16)      NOT NULL,
  detail           VARCHAR(500)     NOT NULL,
  capture_time_us  BIGINT           NOT NULL,
  received_time_us BIGINT           NOT NULL,
  -- From capture (device clock) to arrival here (this clock); null if the capture time is unknown.
  latency_ms       DOUBLE PRECISION,
  frame_width      INTEGER          NOT NULL,
  frame_height     INTEGER          NOT NULL,
  spacing_x_mm     DOUBLE PRECISION NOT NULL,
  spacing_y_mm     DOUBLE PRECISION NOT NULL,
  -- A serialized quantunet.v1.Mask; null unless the outcome is SEGMENTED.
  mask             BYTEA,
  lesion_pixels    BIGINT           NOT NULL,
  lesion_area_mm2  DOUBLE PRECISION NOT NULL,
  bbox_left        DOUBLE PRECISION,
  bbox_top         DOUBLE PRECISION,
  bbox_right       DOUBLE PRECISION,
  bbox_bottom      DOUBLE PRECISION,
  centroid_x       DOUBLE PRECISION,
  centroid_y       DOUBLE PRECISION,
  confidence       DOUBLE PRECISION NOT NULL,
  model_id         VARCHAR(128)     NOT NULL,
  model_sha256     VARCHAR(64)      NOT NULL,
  engine           VARCHAR(32)      NOT NULL,
  edge             VARCHAR(64)      NOT NULL,
  decode_us        BIGINT           NOT NULL,
  queue_us         BIGINT           NOT NULL,
  preprocess_us    BIGINT           NOT NULL,
  inference_us     BIGINT           NOT NULL,
  postprocess_us   BIGINT           NOT NULL,
  since_capture_us BIGINT           NOT NULL,
  CONSTRAINT pk_results PRIMARY KEY (device, session, sequence)
);
CREATE UNIQUE INDEX ix_results_id ON results (id);
CREATE INDEX ix_results_device_id ON results (device, id);
CREATE INDEX ix_results_received ON results (received_time_us);

-- What arrived about frames but is no row of `results`, counted: frames without a trustworthy key
-- (session ''), an edge's reports of duplicates, second copies of a result.
CREATE TABLE reports (
  device       VARCHAR(64)  NOT NULL,
  session      VARCHAR(64)  NOT NULL,
  kind         VARCHAR(16)  NOT NULL,
  reports      BIGINT       NOT NULL,
  last_detail  VARCHAR(500) NOT NULL,
  last_time_us BIGINT       NOT NULL,
  CONSTRAINT pk_reports PRIMARY KEY (device, session, kind)
);

-- What a reviewer says of a frame; `dice` is null until the frame's result is here too.
CREATE TABLE feedback (
  device           VARCHAR(64)  NOT NULL,
  session          VARCHAR(64)  NOT NULL,
  sequence         BIGINT       NOT NULL CHECK (sequence > 0),
  truth            BYTEA        NOT NULL,
  has_lesion       BOOLEAN      NOT NULL,
  reviewer         VARCHAR(128) NOT NULL,
  time_us          BIGINT       NOT NULL,
  received_time_us BIGINT       NOT NULL,
  dice             DOUBLE PRECISION,
  CONSTRAINT pk_feedback PRIMARY KEY (device, session, sequence)
);
