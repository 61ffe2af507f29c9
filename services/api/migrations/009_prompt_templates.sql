-- Prompts for the language model, one active per stage; the built-in ones belong to nobody.
CREATE TABLE public.prompt_templates (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  user_id UUID REFERENCES auth.users (id) ON DELETE CASCADE,
  stage_number INTEGER NOT NULL CHECK (stage_number BETWEEN 1 AND 12),
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  variables TEXT[] NOT NULL DEFAULT '{}',
  version INTEGER NOT NULL DEFAULT 1,
  is_active BOOLEAN NOT NULL DEFAULT TRUE,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT prompt_templates_name_version_unique UNIQUE (name, version)
);

CREATE INDEX idx_prompt_templates_stage ON public.prompt_templates (stage_number) WHERE is_active;

CREATE TRIGGER update_prompt_templates_updated_at
  BEFORE UPDATE ON public.prompt_templates
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

ALTER TABLE public.prompt_templates ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Everybody reads built-in templates, users their own"
  ON public.prompt_templates FOR SELECT TO authenticated
  USING (user_id IS NULL OR user_id = (SELECT auth.uid()));

CREATE POLICY "Users manage their own templates"
  ON public.prompt_templates FOR ALL TO authenticated
  USING (user_id = (SELECT auth.uid()))
  WITH CHECK (user_id = (SELECT auth.uid()));

INSERT INTO public.prompt_templates (id, stage_number, name, body, variables) VALUES
  ('5f0c1d1e-0000-4000-8000-000000000002', 2, 'treatment-generation',
   $prompt$Write three treatments for a film of {{target_length}} seconds.
Genres: {{genres}}. Rating: {{content_rating}}.
Return JSON: [{"title": string, "logline": string, "treatment": string}].$prompt$,
   ARRAY['target_length', 'genres', 'content_rating']),
  ('5f0c1d1e-0000-4000-8000-000000000004', 4, 'master-script',
   $prompt$Turn the beat sheet below into a master script. Keep every character's name.
A scene heading looks like: INT. LIGHTHOUSE - NIGHT

{{beat_sheet}}$prompt$,
   ARRAY['beat_sheet']),
  ('5f0c1d1e-0000-4000-8000-000000000007', 7, 'shot-list',
   'Break scene {{scene_slug}} into shots of at most 8 seconds; it''s fine to leave dialogue empty.',
   ARRAY['scene_slug'])
ON CONFLICT (name, version) DO NOTHING;
