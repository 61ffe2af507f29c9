-- Shots of a scene (stage 7): camera, action and dialogue, in an order the user can change.
CREATE TYPE public.shot_camera AS ENUM ('static', 'pan', 'tilt', 'dolly', 'handheld', 'crane', 'drone');

CREATE TABLE public.shots (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  scene_id UUID NOT NULL REFERENCES public.scenes (id) ON DELETE CASCADE,
  shot_number INTEGER NOT NULL CHECK (shot_number > 0),
  duration_seconds NUMERIC(5, 2) NOT NULL DEFAULT 8 CHECK (duration_seconds > 0 AND duration_seconds <= 60),
  camera public.shot_camera NOT NULL DEFAULT 'static',
  action TEXT NOT NULL DEFAULT '',
  dialogue TEXT,
  setting TEXT,
  continuity_flags TEXT[] NOT NULL DEFAULT '{}',
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  -- Reordering swaps two numbers in one statement pair, so the check waits for the commit.
  CONSTRAINT shots_number_unique_per_scene UNIQUE (scene_id, shot_number) DEFERRABLE INITIALLY DEFERRED
);

CREATE TRIGGER update_shots_updated_at
  BEFORE UPDATE ON public.shots
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

ALTER TABLE public.shots ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can manage shots of their scenes"
  ON public.shots
  FOR ALL
  TO authenticated
  USING (
    EXISTS (
      SELECT 1
      FROM public.scenes s
      WHERE s.id = shots.scene_id
        AND public.owns_branch(s.branch_id)
    )
  )
  WITH CHECK (
    EXISTS (
      SELECT 1
      FROM public.scenes s
      WHERE s.id = shots.scene_id
        AND public.owns_branch(s.branch_id)
    )
  );
